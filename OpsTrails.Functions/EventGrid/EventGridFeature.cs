using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.EventGrid;

internal static class EventGridFeature
{
    public static void AddEventGrid(this IServiceCollection services)
    {
        services.AddSingleton<Topic>();
        services.AddSingleton<TopicCircuitBreaker>();
        services.AddSingleton<PoisonStore>();
        services.AddSingleton<Publisher>();
        services.AddHostedService<LocalTopicService>();
    }

    public static void MapEventGrid(this IEndpointRouteBuilder api) => api.MapPoison();

    /// <summary>Where events are published, for a person. Never contains a secret.</summary>
    public static string Describe(IServiceProvider services)
    {
        var settings = services.GetRequiredService<IOptions<OpsTrailsOptions>>().Value.EventGrid;
        if (services.GetRequiredService<Topic>().Local is { } local)
            return $"Events are published to a local topic at {local.Endpoint}, which prints them here";
        return settings.Endpoint is { } endpoint && new Uri(endpoint) is { } url
            ? $"Events are published to the topic {url.Scheme}://{url.Authority}{url.AbsolutePath}"
            : "No Event Grid topic is configured, so events are not published (set OpsTrails__EventGrid__Endpoint, or "
                + "OpsTrails__EventGrid__Local=true "
                + "to try it)";
    }
}

/// <summary>Runs the local topic if configured. It starts before and stops after anything is published.</summary>
internal sealed class LocalTopicService(Topic topic, IOptions<OpsTrailsOptions> options, FunctionsHost host) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.EventGrid.Local)
            return;
        if (host.IsPresent)
            throw new StartupException(
                "The setting OpsTrails:EventGrid:Local does not work under a Functions host. Set OpsTrails:EventGrid:Endpoint instead."
            );
        topic.Local = await LocalTopic.StartAsync(LocalTopic.Print);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (topic.Local is { } local)
            await local.DisposeAsync();
    }
}
