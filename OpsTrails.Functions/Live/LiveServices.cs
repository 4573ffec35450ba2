namespace OpsTrails.Functions.Live;

internal static class LiveServices
{
    public static void AddLive(this IServiceCollection services)
    {
        services.AddSingleton<FeedSignal>();
        services.AddSingleton<FeedRows>();
        services.AddSingleton<FeedHub>();
        services.AddSingleton<CallerWatch>();
        services.AddSingleton<PollEvents>();
        services.AddSingleton<LiveStreams>();
    }
}
