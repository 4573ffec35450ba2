using OpsTrails.Core.Events;
using OpsTrails.Core.Facets;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Demo;

/// <summary>Derives cells, types and incidents again from the events that are left. The truth of the demo is gone by then.</summary>
internal sealed class DemoDerivation(ITableStore store, CellRemovals cells, EventTypes facets, IncidentStore incidents)
{
    private const int MaxAttempts = 32;
    private const int MaxTypesInFilter = 10;

    public async Task DeriveAsync(OrganizationId organization, IReadOnlyList<RecordedEvent> removed, OrganizationSettings own)
    {
        foreach (var cell in removed.GroupBy(e => new CellName(e.Subject, e.Source)))
            await cells.RemoveAsync(organization, cell.Key, [.. cell.Select(e => e.Order)], own.Types);
        await DeriveTypesAsync(organization, removed);
        await DeriveIncidentsAsync(organization, removed, IncidentRules.Of(own));
    }

    private async Task DeriveTypesAsync(OrganizationId organization, IReadOnlyList<RecordedEvent> removed)
    {
        var days = DaysOf(removed);
        for (var attempt = 1; days.Count > 0; attempt++)
        {
            if (attempt > MaxAttempts)
                throw new StorageUnavailableException($"Types were changed by others {MaxAttempts} times in a row.");
            foreach (var type in days.Keys)
                facets.Forget(EventTypes.Key(organization, type));
            var rows = await Task.WhenAll(
                days.Keys.Select(async type =>
                    (Type: type, Row: await store.ReadAsync(Tables.Facets, EventTypes.Key(organization, type), CancellationToken.None))
                )
            );
            var open = rows.Where(row => row.Row is not null && !EventTypes.ReadDays(row.Row).IsAround(days[row.Type])).ToList();
            if (open.Count == 0)
                return;
            var left = await FindDaysAsync(organization, [.. open.Select(row => row.Type)], removed.Select(e => e.Order).ToHashSet());
            var written = new List<string>();
            foreach (var (type, row) in open)
            {
                var write = Left(EventTypes.ReadDays(row!), days[type], left.TryGetValue(type, out var seen) ? seen : null) is { } still
                    ? Write.Replace(EventTypes.Write(row!.Key, type, still), row.ETag!)
                    : Write.Delete(row!.Key, row.ETag);
                if ((await store.WriteAsync(Tables.Facets, [write], CancellationToken.None)).Succeeded)
                    written.Add(type);
            }
            days = days.Where(day => open.Any(row => row.Type == day.Key) && !written.Contains(day.Key)).ToDictionary();
        }
    }

    /// <summary>Days before the first and after the last removed event stay, even if retention has deleted their events.</summary>
    private static SeenDays? Left(SeenDays stored, SeenDays removed, SeenDays? found)
    {
        long? first = stored.First < removed.First ? stored.First : found?.First;
        long? last = stored.Last > removed.Last ? stored.Last : found?.Last;
        return first is null && last is null ? null : new SeenDays(first ?? last!.Value, last ?? first!.Value);
    }

    private async Task<Dictionary<string, SeenDays>> FindDaysAsync(
        OrganizationId organization,
        IReadOnlyList<string> types,
        HashSet<EventOrder> removed
    )
    {
        var found = new Dictionary<string, SeenDays>(StringComparer.Ordinal);
        foreach (var range in EventKeys.TimelineBefore(organization, Timestamp.MaxValue - TimeSpan.FromDays(1)))
        {
            var filtered = range with
            {
                Where = types.Count <= MaxTypesInFilter ? [new PropertyFilter("Type", types)] : [],
                Select = EventRow.Members,
            };
            await foreach (var row in store.ReadAllAsync(Tables.Timeline, filtered, CancellationToken.None))
            {
                var e = EventRow.ReadMembers(row);
                if (removed.Contains(e.Order) || !types.Contains(e.Type))
                    continue;
                found[e.Type] = found.TryGetValue(e.Type, out var days) ? days.Union(SeenDays.On(e.Time)) : SeenDays.On(e.Time);
            }
        }
        return found;
    }

    private static Dictionary<string, SeenDays> DaysOf(IReadOnlyList<RecordedEvent> events) =>
        events
            .GroupBy(e => e.Type)
            .ToDictionary(
                type => type.Key,
                type => type.Select(e => SeenDays.On(e.Time)).Aggregate((a, b) => a.Union(b)),
                StringComparer.Ordinal
            );

    private async Task DeriveIncidentsAsync(OrganizationId organization, IReadOnlyList<RecordedEvent> removed, IncidentRules rules)
    {
        // A group may still be as other rules left it.
        IncidentRules[] all =
        [
            rules,
            rules with
            {
                Names = OrganizationNames.None,
            },
            rules with
            {
                Types = TypeMeanings.None,
            },
            IncidentRules.None,
        ];
        var groups = removed
            .SelectMany(e => all.Select(some => some.GroupOf(IncidentEvent.Of(e, e.Hints))))
            .OfType<GroupName>()
            .Distinct()
            .ToList();
        var orders = removed.Select(e => e.Order).ToHashSet();
        foreach (var group in groups)
            await incidents.ChangeAsync(
                IncidentKeys.Group(organization, group),
                current => current.Without(e => orders.Contains(e.Order)),
                rules
            );
    }
}
