using Microsoft.Extensions.Caching.Memory;
using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Incidents.Rows;

/// <summary>
/// Writes the groups of incidents, freezes and maintenance with their index rows. Waiting events of one organization go together in one
/// transaction.
/// </summary>
internal sealed class IncidentStore : IDisposable
{
    private const int MaxCachedGroups = 2_000;

    /// <summary>An event takes three rows at most where it opens an incident with a number of its own.</summary>
    private const int EventsAtOnce = 32;

    /// <summary>Stands for the groups of all numbers, where the number of a deleted event is no longer known.</summary>
    public const string AnyNumber = "k~n~";

    private readonly ITableStore _store;
    private readonly GroupWriter _writer;
    private readonly Coalescer<string, AddedEvent, bool> _coalescer;
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxCachedGroups });

    public IncidentStore(ITableStore store)
    {
        _store = store;
        _writer = new GroupWriter(store);
        _coalescer = new(FlushAsync, EventsAtOnce);
    }

    /// <summary>Derives rows from events. Ignores events of other kinds. Repeating it changes nothing.</summary>
    public Task DeriveAsync(OrganizationId organization, IEnumerable<RecordedEvent> events, IncidentRules rules)
    {
        var added = events
            .Select(e => (Event: e, Meaning: EventMeaning.Of(e.Type, e.Hints, rules.Types)))
            .Where(e => GroupName.IsGrouped(e.Meaning.Kind))
            .Select(e => (Event: IncidentEvent.Of(e.Event, e.Event.Hints), e.Meaning))
            .Select(e => new AddedEvent(
                IncidentKeys.Group(organization, GroupName.Of(e.Event, e.Meaning.Kind, rules.Names)!),
                e.Event,
                rules,
                IsLikelyNew: e.Event.Number is not null && e.Meaning is { Kind: EventKind.Incident, Phase: EventPhase.Opened }
            ));
        return _coalescer.AddAsync(organization.Value, added);
    }

    /// <summary>Derives groups again that were derived by other rules. Events that belong to another group now move there.</summary>
    public Task RefreshAsync(IEnumerable<RowKey> groups, IncidentRules rules) =>
        Task.WhenAll(groups.Distinct().Select(key => ChangeAsync(key, group => group, rules)));

    /// <summary>Changes the events of a group, and what was derived from them.</summary>
    public async Task ChangeAsync(RowKey group, Func<IncidentGroup, IncidentGroup> change, IncidentRules rules)
    {
        _known.Remove(group);
        await _writer.UpdateAsync([new GroupChange(group, change)], rules);
    }

    /// <summary>Removes a deleted event from the groups that it may be in, whatever its type has meant.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="e">The event, with or without its JSON.</param>
    /// <param name="numbered">The key of the group of its number, from <see cref="GroupOf"/>. Null if it has none.</param>
    /// <param name="rules">The rules to derive by.</param>
    public async Task RemoveAsync(OrganizationId organization, RecordedEvent e, string? numbered, IncidentRules rules)
    {
        // A group may still have the names as sent.
        var cells = new[] { (e.Subject, e.Source), (rules.Names.Subject(e.Subject), rules.Names.Source(e.Source)) }.Distinct();
        List<RowKey> groups =
        [
            .. from kind in (EventKind[])[EventKind.Incident, EventKind.Freeze, EventKind.Maintenance]
            from cell in cells
            select IncidentKeys.Group(organization, new GroupName(kind, null, cell.Item1, cell.Item2)),
        ];
        if (numbered == AnyNumber)
        {
            var range = IncidentKeys.NumberedGroups(organization) with { Select = ["Types"] };
            groups.AddRange(
                await _store.ReadAllAsync(Tables.Incidents, range, CancellationToken.None).Select(row => row.Key).ToListAsync()
            );
        }
        else if (numbered is not null)
        {
            groups.Add(new RowKey(organization.Value, numbered));
        }
        await Task.WhenAll(
            groups.Select(async group =>
            {
                _known.Remove(group);
                var left = await _writer.UpdateAsync(
                    [new GroupChange(group, current => current.Without(one => one.Order == e.Order))],
                    rules
                );
                _known.Remove(group);
                if (left.Count > 0)
                    await _writer.DeleteIndexAsync(left[0], e.Order);
            })
        );
    }

    /// <summary>The key of the group of an event's number. Null if it has none.</summary>
    public static string? GroupOf(OrganizationId organization, RecordedEvent e) =>
        IncidentData.Read(e.Json.Span).Number is { } number ? IncidentKeys.Group(organization, GroupName.OfNumber(number)).Row : null;

    public void Dispose() => _known.Dispose();

    private async Task FlushAsync(string organization, IReadOnlyList<Pending<AddedEvent, bool>> pending)
    {
        var changes = pending
            .Select(p => p.Item)
            .GroupBy(added => added.Group)
            .Select(group =>
            {
                var known = _known.Get<Row>(group.Key);
                _known.Remove(group.Key);
                return new GroupChange(group.Key, current => current.With(group.Select(added => added.Event)))
                {
                    Known = known,
                    IsLikelyNew = known is null && group.All(added => added.IsLikelyNew),
                };
            })
            .ToList();
        foreach (var row in await _writer.UpdateAsync(changes, pending[^1].Item.Rules))
            _known.Set(row.Key, row, new MemoryCacheEntryOptions { Size = 1 });
        foreach (var p in pending)
            p.Complete(true);
    }

    private sealed record AddedEvent(RowKey Group, IncidentEvent Event, IncidentRules Rules, bool IsLikelyNew);
}
