using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Retention;

/// <summary>Deletes incidents and freezes that ended before a moment. An open incident stays, with the copies of its events.</summary>
internal sealed class OldIncidents(ITableStore store, IncidentStore incidents)
{
    private const int MaxRows = 2_000;

    public async Task DeleteAsync(
        OrganizationId organization,
        OrganizationSettings own,
        Timestamp before,
        Timestamp now,
        CancellationToken cancel
    )
    {
        var rules = IncidentRules.Of(own);
        var range = IncidentKeys.BegunWithin(organization, from: null, to: before);
        var old = await ReadOldAsync();
        if (old.Count == 0)
            return;
        foreach (var group in old.Select(row => row.Index.Group).Distinct(StringComparer.Ordinal))
            await incidents.ChangeAsync(new RowKey(organization.Value, group), Forget, rules);

        // An incident whose events the group no longer keeps has only its index rows.
        var left = (await ReadOldAsync()).SelectMany(row => row.Index.KeysOf(row.Key)).Select(key => (key, (string?)null)).ToList();
        if (left.Count > 0)
            await store.DeleteAsync(Tables.Incidents, left);

        async Task<List<(RowKey Key, IndexRow Index)>> ReadOldAsync() =>
            [
                .. (await store.ReadUpToAsync(Tables.Incidents, range, MaxRows, cancel))
                    .Select(row => (row.Key, IndexRow.Read(row)))
                    .Where(row => IsOver(row.Item2)),
            ];

        bool IsOver(IndexRow row) =>
            row switch
            {
                { Incident: { } incident } => IsIncidentOver(incident),
                { Freeze: { } freeze } => freeze.Until < before,
                _ => true,
            };

        bool IsIncidentOver(IncidentSummary incident) =>
            (incident.Resolved ?? incident.Heard.Max()) < before && !IncidentsQuery.IsOpen(incident.StateAt(now, own.Incidents.OpenFor));

        IncidentGroup Forget(IncidentGroup group)
        {
            var kept = IncidentFold
                .Fold(group.Events, rules)
                .Where(incident => !IsIncidentOver(incident.Summary))
                .SelectMany(incident => incident.Entries.Select(entry => entry.Event.Hash))
                .Concat(
                    ((EventKind[])[EventKind.Freeze, EventKind.Maintenance])
                        .SelectMany(kind => FreezeFold.Fold(group.Events, kind, own.Types))
                        .Where(freeze => freeze.Until >= before)
                        .Select(freeze => freeze.Hash)
                )
                .ToHashSet(StringComparer.Ordinal);
            return group.Without(e => e.Time < before && !kept.Contains(e.Hash));
        }
    }
}
