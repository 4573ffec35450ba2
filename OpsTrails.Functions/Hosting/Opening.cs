using Microsoft.AspNetCore.Authorization;
using OpsTrails.Functions.Keys;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Hosting;

/// <summary>
/// Opening the store behind a Functions host. The host waits 30 s for a first answer, and gives up on a program that ended three times; a store that is slow,
/// or that the program's identity may not use yet, takes longer. So the program answers at once, and only who needs the store waits for it.
/// </summary>
internal static partial class Opening
{
    /// <summary>Begins to open the store, without waiting for it.</summary>
    /// <returns>False: nobody is greeted here as at a first start.</returns>
    /// <exception cref="StartupException">No store is configured that could be opened.</exception>
    public static bool BeginOpening(this WebApplication app)
    {
        _ = BeginAsync(app.Services.GetRequiredService<Installation>(), app.Logger);
        return false;
    }

    /// <summary>Lets callers wait until the store is open. One that does not open makes their request fail, and the next tries again.</summary>
    public static void UseOpening(this WebApplication app)
    {
        if (!FunctionsHost.IsAround(app.Configuration))
            return;
        var installation = app.Services.GetRequiredService<Installation>();
        app.Use(async (context, next) =>
        {
            if (NeedsIt(context))
                await installation.WhenOpenAsync().WaitAsync(context.RequestAborted);
            await next(context);
        });
    }

    private static bool NeedsIt(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && (metadata.GetMetadata<IAuthorizeData>() is not null || (metadata.GetMetadata<TellsCallersMore>() is not null && context.Request.Headers.Authorization.Count > 0));

    private static async Task BeginAsync(Installation installation, ILogger logger)
    {
        try
        {
            await installation.WhenOpenAsync();
        }
#pragma warning disable CA1031 // Whatever it is, the first request meets it again and answers for it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotOpen(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1102, LogLevel.Warning, "The store could not be opened; the next request tries again")]
        public static partial void NotOpen(ILogger logger, Exception e);
    }
}
