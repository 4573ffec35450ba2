using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Grid;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.Ledger;

internal static class LedgerServices
{
    public static void AddLedger(this IServiceCollection services)
    {
        services.AddSingleton<RowUpserts>();
        services.AddSingleton<Cells>();
        services.AddSingleton<EventTypes>();
        services.AddSingleton<Claims>();
        services.AddSingleton<Journal>();
        services.AddSingleton<Feed>();
        services.AddSingleton<Recording>();
        services.AddSingleton<Recorder>();
        services.AddSingleton<Leases>();
        services.AddSingleton<Sweep>();
        services.AddSingleton<LastSweep>();
        services.AddSingleton<SweepRounds>();
        services.AddSingleton<FeedRetention>();
        services.AddHostedService<SweepLoop>();
    }
}
