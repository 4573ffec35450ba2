using Microsoft.Extensions.Options;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Retention;

/// <summary>What a run works with.</summary>
internal sealed class RetentionWork(
    ITableStore store,
    SettingsStore settings,
    FeedRetention feed,
    EventRemoval removal,
    Leases leases,
    IOptions<OpsTrailsOptions> options
)
{
    private const int MostBytesPerPage = 64 * 1024 * 1024;

    public ITableStore Store => store;

    public SettingsStore Settings => settings;

    public FeedRetention Feed => feed;

    public EventRemoval Removal => removal;

    public Leases Leases => leases;

    /// <summary>Rows are read whole, as only then it is certain that their versions come along.</summary>
    public int RowsPerPage { get; } = Math.Clamp(MostBytesPerPage / options.Value.Limits.EventBytes, 1, TableLimits.RowsPerPage);
}
