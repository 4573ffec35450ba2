using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Hosting;

/// <summary>
/// The program as an isolated worker: the host talks gRPC to it, proxies each HTTP call to its Kestrel and calls <see
/// cref="HostFunctions"/>. Services, logging and the pipeline are the same as in the standalone program.
/// </summary>
internal static partial class FunctionsWorker
{
    /// <summary>
    /// A worker capability: the program sends its logs to Application Insights itself. Without it the host sends copies that lack event
    /// ids.
    /// </summary>
    private const string SendsOwnRows = "WorkerApplicationInsightsLoggingEnabled";

    /// <summary>Runs until the host stops it.</summary>
    /// <param name="args">The command line from the host.</param>
    /// <exception cref="StartupException">The configured store is missing or invalid.</exception>
    public static async Task RunAsync(string[] args)
    {
        // A pre-warmed process has another working directory. Settings and the console are in the program's folder.
        Directory.SetCurrentDirectory(AppContext.BaseDirectory);
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.AddOpsTrails(FunctionsHost.Present(builder.Configuration));
        builder.Services.Configure<KestrelServerOptions>(kestrel => KestrelLimits.ApplyUnderHost(kestrel, builder.Configuration));
        builder.Services.AddSingleton<FunctionsPipeline>();
        if (TelemetryFeature.SendsToInsights(builder.Configuration))
            builder.Services.Configure<WorkerOptions>(worker => worker.Capabilities[SendsOwnRows] = bool.TrueString);

        var host = builder.Build();
        await using var disposing = (IAsyncDisposable)host;
        var options = host.Services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value;
        var logger = host.Services.GetRequiredService<ILogger<FunctionsPipeline>>();
        _ = host.Services.GetRequiredService<FunctionsPipeline>();
        host.Services.GetRequiredService<Installation>().BeginOpening(logger);
        host.Services.GetRequiredService<IHostApplicationLifetime>()
            .ApplicationStarted.Register(() =>
                Log.Started(logger, ProgramVersion.Text, StorageFeature.Describe(options.Storage), EventGridFeature.Describe(host.Services))
            );
        await host.RunAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(
            1103,
            LogLevel.Information,
            "OpsTrails {Version} runs under a Functions host. Events are stored in {Store}. {Topic}"
        )]
        public static partial void Started(ILogger logger, string version, string store, string topic);
    }
}

/// <summary>The program's middleware and endpoints, called by the HTTP function.</summary>
internal sealed class FunctionsPipeline
{
    private readonly RequestDelegate _handle;

    public FunctionsPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseOpsTrails();
        _handle = app.Build();
    }

    public Task HandleAsync(HttpContext context)
    {
        // The worker's routing has matched the catch-all route. The program's own routing must start over.
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        return _handle(context);
    }
}
