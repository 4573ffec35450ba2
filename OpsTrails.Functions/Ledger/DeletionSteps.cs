using OpsTrails.Core.Incidents;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// What follows from a deletion in the outbox: the derived rows, then the truth, then the feed. Every step is idempotent, so any instance
/// can repeat it. Each compares the event's whole order: its source and id may have been recorded again.
/// </summary>
internal sealed class DeletionSteps(
    ITableStore store,
    CellRemovals cells,
    IncidentStore incidents,
    TypeRemoval types,
    PoisonStore poison,
    SettingsStore settings,
    EventFeed feed
)
{
    /// <summary>
    /// An instance that was slow may have written rows of the event after its deletion. So the entry stays this long, then all steps are
    /// repeated.
    /// </summary>
    public static readonly TimeSpan RepeatedAfter = TimeSpan.FromMinutes(2);

    public async Task CompleteAsync(OrganizationId organization, DeletionEntry entry)
    {
        var e = entry.Event;
        var own = await settings.GetAsync(organization, CancellationToken.None);
        await store.DeleteAsync(Tables.Timeline, [(EventKeys.Timeline(organization, e), null)]);
        await Task.WhenAll(
            cells.RemoveAsync(organization, new CellName(e.Subject, e.Source), [e.Order], own.Types),
            incidents.RemoveAsync(organization, e, entry.Group, IncidentRules.Of(own)),
            types.RemoveAsync(organization, e),
            poison.RemoveAsync(organization, e)
        );
        await store.DeleteAsync(Tables.Events, [(EventKeys.Truth(organization, e), null)]);
        await feed.DeleteAsync(organization, entry);
    }
}
