using Microsoft.AspNetCore.Authorization;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Hosting;

/// <summary>
/// Opens the store under a Functions host. The platform waits 30 s for the program to start, and the host gives up on one that ended three times. A slow store,
/// or a role that the platform doesn't know yet, takes longer. So the program answers at once, and only requests that need the store wait for it.
/// </summary>
internal static partial class Opening
{
    /// <summary>Begins to open the store, without waiting for it.</summary>
    public static void BeginOpening(this Installation installation, ILogger logger) => _ = BeginAsync(installation, logger);

    /// <summary>Lets callers wait until the store is open. One that does not open makes their request fail, and the next tries again.</summary>
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
            || (metadata.GetMetadata<TellsCallersMore>() is not null && context.Request.Headers.Authorization.Count > 0)
        );

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
