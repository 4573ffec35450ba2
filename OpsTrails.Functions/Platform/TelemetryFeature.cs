using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// Logs to the console; traces and metrics to an OTLP collector when the standard variable names one; metrics and warnings to Application Insights when a
/// connection string is given, which a Functions app has.
/// </summary>
internal static class TelemetryFeature
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Insights = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string InsightsAuthentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>How Application Insights calls the program.</summary>
    private const string Role = "opstrails";

    private const string HttpMeter = "Microsoft.AspNetCore.Hosting";

    /// <summary>The exporter tells its makers how it does unless these say not to; nothing about an installation goes to anybody but its owner.</summary>
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
                            // A path may hold what somebody sent by mistake, a key even: only the route is told.
                            var route = (response.HttpContext.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
                            activity.SetTag("url.path", route);
                        }
                    )
            )
            .UseOtlpExporter();

    /// <summary>Few rows, as they are paid for by size: no traces, no metrics of the runtime, and no log below a warning.</summary>
    private static void AddInsights(IHostApplicationBuilder builder, string connection)
    {
        foreach (var report in SelfReports)
            Environment.SetEnvironmentVariable(report, "true");

        // The standard setting of a Functions host: with it, Application Insights takes nothing but what an identity sends.
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

        // On, it drops every row logged during a request: none of their traces is recorded, since the program exports no traces here.
        options.EnableTraceBasedLogsSampler = false;
        options.EnableLiveMetrics = false;
        options.EnableStandardMetrics = false;
        options.EnablePerformanceCounters = false;
        options.DisableOfflineStorage = true;
    }
}
