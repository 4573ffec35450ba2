using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// Logs go to the console. If the standard variable names an OTLP collector, traces and metrics go there. If there is a connection string
/// of Application Insights, as in a Functions app, metrics and warnings go there.
/// </summary>
internal static class TelemetryFeature
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string InsightsAuthentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>The program's role name in Application Insights.</summary>
    private const string Role = "opstrails";

    private const string HttpMeter = "Microsoft.AspNetCore.Hosting";

    /// <summary>Switches off the exporter's reports to Microsoft. Telemetry of an installation goes to its owner only.</summary>
    private static readonly string[] SelfReports = ["APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "APPLICATIONINSIGHTS_SDKSTATS_DISABLED"];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        if (!string.IsNullOrEmpty(builder.Configuration[Endpoint]))
            AddCollector(builder.Services);
        if (builder.Configuration[Insights] is { Length: > 0 } connection)
            AddInsights(builder, connection);
    }

    /// <summary>Whether the program sends rows to Application Insights itself.</summary>
    public static bool SendsToInsights(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[Insights]);

    private static void AddCollector(IServiceCollection services) =>
        services
            .AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name, HttpMeter, "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"))
            .WithTracing(tracing =>
                tracing
                    .AddSource(Telemetry.Name)
                    .AddAspNetCoreInstrumentation(http =>
                        http.EnrichWithHttpResponse = (activity, response) =>
                        {
                            // A path may contain what was sent by mistake, even a key, so report only the route.
                            var route = (response.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
                            activity.SetTag("url.path", route);
                        }
                    )
            )
            .UseOtlpExporter();

    /// <summary>Application Insights bills by size, so it gets no traces, no runtime metrics and no logs below warning.</summary>
    private static void AddInsights(IHostApplicationBuilder builder, string connection)
    {
        foreach (var report in SelfReports)
            Environment.SetEnvironmentVariable(report, "true");

        // A standard setting of a Functions host. With it, Application Insights accepts telemetry with an Entra identity only.
        var authentication = builder.Configuration[InsightsAuthentication];
        var credential =
            authentication?.Contains("Authorization=AAD", StringComparison.OrdinalIgnoreCase) == true ? Identity.OfThisProcess() : null;
        builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(Role))
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(Telemetry.Name, HttpMeter)
                    .AddView("http.server.active_requests", MetricStreamConfiguration.Drop)
                    .AddAzureMonitorMetricExporter(options => Configure(options, connection, credential))
            );
        builder
            .Logging.AddOpenTelemetry(logs => logs.AddAzureMonitorLogExporter(options => Configure(options, connection, credential)))
            .AddFilter<OpenTelemetryLoggerProvider>(null, LogLevel.None)
            .AddFilter<OpenTelemetryLoggerProvider>("OpsTrails", LogLevel.Warning)
            .AddFilter<OpenTelemetryLoggerProvider>("Microsoft", LogLevel.Error);
    }

    private static void Configure(AzureMonitorExporterOptions options, string connection, TokenCredential? credential)
    {
        options.ConnectionString = connection;
        options.Credential = credential;

        // The sampler keeps logs of recorded traces only. No traces are exported here, so it would drop every log of a request.
        options.EnableTraceBasedLogsSampler = false;
        options.EnableLiveMetrics = false;
        options.EnableStandardMetrics = false;
        options.EnablePerformanceCounters = false;
        options.DisableOfflineStorage = true;
    }
}
