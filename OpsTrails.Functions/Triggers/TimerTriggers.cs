using System.Net;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Triggers;

/// <summary>
/// The timer functions, as a custom handler is called for them: a POST from the host on this machine to an address of the function's name. The same address
/// can be asked for from outside, through the host; that is told by the headers which the host then adds.
/// </summary>
internal static class TimerTriggers
{
    private const string InvocationId = "X-Azure-Functions-InvocationId";
    private const string Done = """{"Outputs":{},"Logs":[],"ReturnValue":null}""";

    /// <summary>
    /// Adds a timer function. A host finds it by the file <c>Triggers/{name}/function.json</c>, which is published by being there; an isolated worker by a method in
    /// <c>Isolated/Timers.cs</c>. A run tells whether it went as it should, and begins when the store is open.
    /// </summary>
    public static void AddTimer<TWork>(this IServiceCollection services, string name, Func<TWork, CancellationToken, Task<bool>> run)
        where TWork : notnull =>
        services.AddSingleton(provider => new TimerFunction(
            name,
            async cancel =>
            {
                await provider.GetRequiredService<Installation>().WhenOpenAsync().WaitAsync(cancel);
                return await run(provider.GetRequiredService<TWork>(), cancel);
            },
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TimerFunction>>()));

    public static void MapTimers(this WebApplication app)
    {
        if (FunctionsHost.FindPort(app.Configuration) is null)
            return;
        foreach (var timer in app.Services.GetServices<TimerFunction>())
            app.MapPost("/" + timer.Name, context => HandleAsync(context, timer)).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task HandleAsync(HttpContext context, TimerFunction timer)
    {
        if (!IsFromHost(context))
        {
            await context.WriteErrorAsync(ApiError.ForStatus(StatusCodes.Status404NotFound));
            return;
        }

        // An answer without a JSON body leaves the function running until its time is over; a failure says so by its status.
        var succeeded = await timer.RunAsync(context.RequestAborted);
        context.Response.StatusCode = succeeded ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
        context.Response.ContentType = JsonBody.MediaType;
        await context.Response.WriteAsync(Done, context.RequestAborted);
    }

    private static bool IsFromHost(HttpContext context) =>
        context.Request.Headers.ContainsKey(InvocationId)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("x-ms-invocation-id")
        && context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer);
}
