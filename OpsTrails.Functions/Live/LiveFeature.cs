using OpsTrails.Functions.Auth;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Live;

internal static class LiveFeature
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<FeedRows>();
        services.AddSingleton<FeedHub>();
        services.AddSingleton<CallerWatch>();
        services.AddSingleton<PollEvents>();
        services.AddSingleton<LiveStreams>();
    }

    public static void MapLive(this IEndpointRouteBuilder api) =>
        api.MapGet("/events/stream", StreamEvents.HandleAsync).RequireAuthorization(Access.Read).Describe(LiveOperations.Stream);
}
