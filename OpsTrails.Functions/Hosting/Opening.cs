using Microsoft.AspNetCore.Authorization;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Hosting;

/// <summary>
/// Opens the store in the background under a Functions host. The platform waits 30 s for the program to start, and the host gives up after
/// three exits. A slow store or a role assignment that hasn't propagated takes longer. So the program starts at once, and only requests
/// that need the store wait for it.
/// </summary>
internal static partial class Opening
{
    public static void BeginOpening(this Installation installation, ILogger logger) => _ = BeginAsync(installation, logger);

    /// <summary>Requests wait until the store is open. If that fails, the request fails and the next one tries again.</summary>
    public static void UseOpening(this IApplicationBuilder app)
    {
        if (!app.ApplicationServices.GetRequiredService<FunctionsHost>().IsPresent)
            return;
        var installation = app.ApplicationServices.GetRequiredService<Installation>();
        app.Use(
            async (context, next) =>
            {
                if (NeedsIt(context))
                    await installation.WhenOpenAsync().WaitAsync(context.RequestAborted);
                await next(context);
            }
        );
    }

    private static bool NeedsIt(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata
        && (
            metadata.GetMetadata<IAuthorizeData>() is not null
            || (metadata.GetMetadata<ShowsMoreToCallers>() is not null && context.Request.Headers.Authorization.Count > 0)
        );

    private static async Task BeginAsync(Installation installation, ILogger logger)
    {
        try
        {
            await installation.WhenOpenAsync();
        }
#pragma warning disable CA1031 // The first request tries again and reports the failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.NotOpen(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1102, LogLevel.Warning, "Failed to open the store. The next request tries again")]
        public static partial void NotOpen(ILogger logger, Exception e);
    }
}
