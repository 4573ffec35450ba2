using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Derivation;

/// <summary>
/// Derives incidents and freezes again after a change of what types or names mean: adds the events that became one, from the timeline,
/// and refreshes
/// the groups that were derived before. A run that was stopped begins again, which changes nothing that is done.
/// </summary>
internal sealed class IncidentDerivation(ITableStore store, IncidentStore incidents, SettingsStore settings, TimeProvider clock)
{
    private const int EventsAtOnce = 100;

    /// <summary>Until then another instance may record with the former meanings, which it caches.</summary>
    public static readonly TimeSpan SettlesAfter = 2 * SettingsStore.CachedFor;

    /// <returns>Whether there was anything to derive.</returns>
    public async Task<bool> RunAsync(OrganizationId organization, CancellationToken cancel)
    {
        var own = await settings.ReadAsync(organization, cancel);
        var (rules, done) = (IncidentRules.Of(own.Content), IncidentKeys.Derived(organization));

        // Rules may have changed and changed back: then what was recorded meanwhile rests on the other ones.
        var last = await store.ReadAsync(Tables.Incidents, done, cancel);
        if (last?.Text("Types") == rules.Digest && last.Number("Revision") == own.Revision)
            return false;

        // A group keeps its newest events, so the oldest are added first.
        var events = await FindEventsAsync(organization, rules.Types, cancel);
        events.Reverse();
        foreach (var chunk in events.Chunk(EventsAtOnce))
            await incidents.DeriveAsync(organization, chunk, rules);
        var stale = StaleRows.FindAsync(store, Tables.Incidents, IncidentKeys.Groups(organization), rules.Digest, cancel);
        await incidents.RefreshAsync(await stale.ToListAsync(cancel), rules);

        if (own.UpdatedAt is not { } changed || (Timestamp.From(clock.GetUtcNow()) - changed).Duration() >= SettlesAfter)
            await store.WriteAsync(
                Tables.Incidents,
                [Write.Upsert(new Row(done) { ["Types"] = rules.Digest, ["Revision"] = own.Revision })],
                cancel
            );
        return true;
    }

    private async Task<List<RecordedEvent>> FindEventsAsync(OrganizationId organization, TypeMeanings types, CancellationToken cancel)
    {
        var found = new List<RecordedEvent>();
        var scan = new TimelineScan(store, organization, EventFilter.Everything, notBefore: null, EventPosition.Newest);
        while (true)
        {
            var chunk = await scan.NextAsync(TableLimits.RowsPerPage, RowRange.LargePage, cancel);
            found.AddRange(chunk.Events.Where(e => GroupName.IsGrouped(EventMeaning.Of(e.Type, e.Hints, types).Kind)));
            if (chunk.IsEnd)
                return found;
        }
    }
}
