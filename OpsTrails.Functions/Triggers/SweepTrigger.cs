using System.Net;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Ledger;

namespace OpsTrails.Functions.Triggers;

/// <summary>
/// The timer function <c>sweep</c>, as a custom handler is called for it: a POST from the host on this machine. The same address can be asked for from
/// outside, through the host; that is told by the headers which the host then adds.
/// </summary>
internal static partial class SweepTrigger
{
    private const string InvocationId = "X-Azure-Functions-InvocationId";
    private const string Done = """{"Outputs":{},"Logs":[],"ReturnValue":null}""";

    /// <summary>Well within the time a function may take; what is left then, the next run does.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static void MapSweepTrigger(this WebApplication app)
    {
        if (FunctionsHost.FindPort(app.Configuration) is not null)
            app.MapPost("/sweep", HandleAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task HandleAsync(HttpContext context, SweepRounds rounds, TimeProvider clock, ILogger<SweepRounds> logger)
    {
        if (!IsFromHost(context))
        {
            await context.WriteErrorAsync(ApiError.ForStatus(StatusCodes.Status404NotFound));
            return;
        }

        // A status of success fails the function without a JSON body, and a failure says so by its status.
        var succeeded = await RunAsync(rounds, clock, logger, context.RequestAborted);
        context.Response.StatusCode = succeeded ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError;
        context.Response.ContentType = JsonBody.MediaType;
        await context.Response.WriteAsync(Done, context.RequestAborted);
    }

    private static async Task<bool> RunAsync(SweepRounds rounds, TimeProvider clock, ILogger logger, CancellationToken aborted)
    {
        using var deadline = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, aborted);
        try
        {
            return await rounds.RunAsync(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the host has to be told in JSON.
        catch (Exception e) when (!aborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e);
            return false;
        }
    }

    private static bool IsFromHost(HttpContext context) =>
        context.Request.Headers.ContainsKey(InvocationId)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("x-ms-invocation-id")
        && context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer);

    private static partial class Log
    {
        [LoggerMessage(2106, LogLevel.Warning, "The sweep that the timer asked for failed and will be tried again")]
        public static partial void Failed(ILogger logger, Exception e);
    }
}
