using Microsoft.Extensions.Options;
using OpsTrails.Functions.Days.Rows;
using OpsTrails.Functions.Demo;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Retention;

/// <summary>The services of a retention run.</summary>
internal sealed class RetentionWork(
    ITableStore store,
    SettingsStore settings,
    FeedRetention feed,
    EventRemoval removal,
    OldIncidents incidents,
    OldTombstones tombstones,
    DayRows days,
    DemoRemoval demo,
    Leases leases,
    IOptions<OpsTrailsOptions> options
)
{
    private const int MaxBytesPerPage = 64 * 1024 * 1024;

    public ITableStore Store => store;

    public SettingsStore Settings => settings;

    public FeedRetention Feed => feed;

    public EventRemoval Removal => removal;

    public OldIncidents Incidents => incidents;

    public OldTombstones Tombstones => tombstones;

    public DayRows Days => days;

    public DemoRemoval Demo => demo;

    public Leases Leases => leases;

    /// <summary>Whole rows are read, because a projection may lack the ETag.</summary>
    public int RowsPerPage { get; } = Math.Clamp(MaxBytesPerPage / options.Value.Limits.EventBytes, 1, TableLimits.RowsPerPage);
}
