namespace OpsTrails.Functions.Retention;

internal static class RetentionFeature
{
    public static void AddRetention(this IServiceCollection services)
    {
        services.AddSingleton<EventRemoval>();
        services.AddSingleton<OldIncidents>();
        services.AddSingleton<OldTombstones>();
        services.AddSingleton<RetentionWork>();
        services.AddSingleton<RetentionRuns>();
        services.AddHostedService<RetentionLoop>();
    }
}
