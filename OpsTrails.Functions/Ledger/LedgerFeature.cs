using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

internal static class LedgerFeature
{
    public static void AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<RowUpserts>();
        services.AddSingleton<Claims>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<FeedSignal>();
        services.AddSingleton(services => new EventFeed(
            services.GetRequiredService<ITableStore>(),
            services.GetRequiredService<FeedSignal>(),
            publishes: services.GetRequiredService<Topic>().IsConfigured,
            publish: (organization, notice) => _ = services.GetRequiredService<Publisher>().PublishAsync(organization, [notice]),
            clock: services.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<EventCompletion>();
        services.AddSingleton<EventRecorder>();
        services.AddSingleton<DeletionSteps>();
        services.AddSingleton<Deletions>();
        services.AddSingleton<Leases>();
        services.AddSingleton<Sweep>();
        services.AddSingleton<LastSweep>();
        services.AddSingleton<SweepRuns>();
        services.AddSingleton<FeedRetention>();
        services.AddHostedService<SweepLoop>();
    }
}
