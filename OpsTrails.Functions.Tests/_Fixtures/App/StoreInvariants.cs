using System.Text;
using OpsTrails.Core.Events;
using OpsTrails.Core.Facets;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// What is true of an idle store, whatever happened to the programs that wrote it: each event is everywhere or
/// nowhere (or, when retention took it away, in the feed only), once, and the same everywhere. Looks at the rows themselves.
/// </summary>
internal sealed class StoreInvariants(ITableStore store, OrganizationId organization)
{
    private const int ToldAtMost = 20;
    private readonly List<string> _broken = [];

    /// <summary>Opens a store, waits until its outbox is empty, fails with all that is wrong, and closes it.</summary>
    /// <returns>How many events there are.</returns>
    public static async Task<int> CheckAsync(
        Func<ITableStore> open,
        IEnumerable<KeyValuePair<EventName, string>> acknowledged,
        Timestamp? deletedBefore = null
    )
    {
        var store = open();
        try
        {
            var invariants = await OfAsync(store);
            await invariants.WhenOutboxIsEmptyAsync();
            return await invariants.CheckAsync(acknowledged, deletedBefore);
        }
        finally
        {
            if (store is IAsyncDisposable disposable)
                await disposable.DisposeAsync();
        }
    }

    /// <summary>Those of the store's first organization.</summary>
    public static async Task<StoreInvariants> OfAsync(ITableStore store)
    {
        var first = await store.ReadAsync(Tables.Organizations, InstallationKeys.FirstOrganization, CancellationToken.None);
        return new StoreInvariants(store, OrganizationId.Parse(first!.RequiredText("Organization")));
    }

    /// <summary>Waits until every outbox row has been dealt with.</summary>
    public Task WhenOutboxIsEmptyAsync() =>
        Eventually.TrueAsync(async () => await CountAsync(LedgerKeys.OutboxBefore(organization, Timestamp.MaxValue)) == 0);

    /// <summary>Fails with all that is wrong.</summary>
    /// <param name="acknowledged">The events that were answered with a success, each with the JSON of the answer.</param>
    /// <param name="deletedBefore">
    /// Events whose time is before this are to be nowhere but in the feed and in what outlives them; null when none are.
    /// </param>
    /// <returns>How many events there are.</returns>
    public async Task<int> CheckAsync(IEnumerable<KeyValuePair<EventName, string>> acknowledged, Timestamp? deletedBefore = null)
    {
        _broken.Clear();
        var ledger = await RowsAsync(Tables.Ledger, RowRange.InPartition(organization.Value));
        var truth = Once("events", (await RowsAsync(Tables.Events, PartitionsOf(organization))).Select(At));
        var timeline = Once("timeline", (await RowsAsync(Tables.Timeline, PartitionsOf(organization))).Select(At));
        var feed = Once("feed", ledger.Where(row => IsOf(row, "s") && FeedRow.IsEvent(row)).Select(At));
        var claims = ledger
            .Where(row => IsOf(row, "i") && !ClaimRow.IsTombstone(row))
            .Select(row => (row.Key, Claim: ClaimRow.Read(row)))
            .ToList();

        foreach (var row in ledger.Where(row => IsOf(row, "j")))
            _broken.Add($"{row.Key} is left in the outbox");
        CheckClaims(claims, truth);
        CheckKeys("events", truth.Values, e => EventKeys.Truth(organization, e));
        CheckKeys("timeline", timeline.Values, e => EventKeys.Timeline(organization, e));
        CheckSame("timeline", timeline, truth);
        CheckSame("feed", feed.Where(at => !IsDeleted(at.Value.Event)).ToDictionary(), truth);
        _broken.AddRange(truth.Where(at => IsDeleted(at.Value.Event)).Select(at => $"{at.Key} was to be deleted"));
        CheckSequence(ledger, ledger.Count(row => IsOf(row, "s")));

        // The feed has what was deleted too.
        var events = feed.Values.Select(at => at.Event).ToList();
        await CheckCellsAsync(events);
        await CheckTypesAsync(events);
        foreach (var (name, json) in acknowledged)
        {
            if (feed.TryGetValue(name, out var there) && IsDeleted(there.Event))
                continue;
            if (!truth.TryGetValue(name, out var kept))
                _broken.Add($"{name} was acknowledged and is lost");
            else if (Encoding.UTF8.GetString(kept.Event.Json.Span) != json)
                _broken.Add($"{name} was acknowledged as {json} and is {Encoding.UTF8.GetString(kept.Event.Json.Span)}");
        }

        Assert.True(
            _broken.Count == 0,
            $"{_broken.Count} faults:{Environment.NewLine}{string.Join(Environment.NewLine, _broken.Take(ToldAtMost))}"
        );
        return truth.Count;

        bool IsDeleted(RecordedEvent e) => e.Time < deletedBefore;
    }

    // A partition of an event without subject begins with two separators.
    private static RowRange PartitionsOf(OrganizationId organization) =>
        RowRange.Partitions(organization.Value + "~", organization.Value + "~~~");

    private static bool IsOf(Row row, string kind) => row.Key.Row.StartsWith(kind + "~", StringComparison.Ordinal);

    private static (RowKey Key, RecordedEvent Event) At(Row row) => (row.Key, EventRow.Read(row));

    private Dictionary<EventName, (RowKey Key, RecordedEvent Event)> Once(string where, IEnumerable<(RowKey Key, RecordedEvent Event)> rows)
    {
        var byName = new Dictionary<EventName, (RowKey, RecordedEvent)>();
        foreach (var row in rows)
        {
            if (!byName.TryAdd(EventName.Of(row.Event), row))
                _broken.Add($"{EventName.Of(row.Event)} is twice in {where}");
        }
        return byName;
    }

    private void CheckClaims(List<(RowKey Key, Claim Claim)> claims, Dictionary<EventName, (RowKey Key, RecordedEvent Event)> truth)
    {
        foreach (var (key, claim) in claims)
        {
            var name = new EventName(claim.Source, claim.Id);
            if (key != LedgerKeys.Claim(organization, claim.Source, claim.Id))
                _broken.Add($"the claim of {name} lies at {key}");
            if (!truth.TryGetValue(name, out var at))
                _broken.Add($"{name} is claimed and not in events");
            else if ((claim.Subject, claim.Order) != (at.Event.Subject, at.Event.Order))
                _broken.Add($"{name} is not as its claim says");
        }
        _broken.AddRange(
            truth
                .Keys.Except(claims.Select(c => new EventName(c.Claim.Source, c.Claim.Id)))
                .Select(name => $"{name} is in events and not claimed")
        );
    }

    private void CheckKeys(string where, IEnumerable<(RowKey Key, RecordedEvent Event)> rows, Func<RecordedEvent, RowKey> keyOf) =>
        _broken.AddRange(rows.Where(at => at.Key != keyOf(at.Event)).Select(at => $"{EventName.Of(at.Event)} lies at {at.Key} in {where}"));

    private void CheckSame(
        string where,
        Dictionary<EventName, (RowKey Key, RecordedEvent Event)> rows,
        Dictionary<EventName, (RowKey Key, RecordedEvent Event)> truth
    )
    {
        _broken.AddRange(truth.Keys.Except(rows.Keys).Select(name => $"{name} is in events and not in {where}"));
        _broken.AddRange(rows.Keys.Except(truth.Keys).Select(name => $"{name} is in {where} and not in events"));
        _broken.AddRange(
            rows.Where(row => truth.TryGetValue(row.Key, out var at) && !row.Value.Event.Json.Span.SequenceEqual(at.Event.Json.Span))
                .Select(row => $"{row.Key} is another in {where} than in events")
        );
    }

    private void CheckSequence(List<Row> ledger, int count)
    {
        var keys = ledger.Where(row => IsOf(row, "s")).Select(row => row.Key);
        var wanted = Enumerable.Range(1, count).Select(number => LedgerKeys.Feed(organization, new FeedSequence(number)));
        if (!keys.SequenceEqual(wanted))
            _broken.Add($"the feed of {count} entries is not numbered 1 to {count}");
        var counter = ledger.SingleOrDefault(row => row.Key == LedgerKeys.Counter(organization))?.RequiredNumber("Value") ?? 0;
        if (counter != count)
            _broken.Add($"the counter says {counter} and the feed has {count} entries");
    }

    // Merging is the same in any order, so a cell is exactly what merging all of its events at once gives.
    private async Task CheckCellsAsync(List<RecordedEvent> events)
    {
        var cells = (await RowsAsync(Tables.Cells, RowRange.InPartition(organization.Value))).ToDictionary(row => row.Key, CellRow.Read);
        var wanted = events
            .GroupBy(e => (e.Subject, e.Source))
            .ToDictionary(
                cell => CellRow.Key(organization, cell.Key.Subject, cell.Key.Source),
                cell => Cell.Merge(null, [.. cell], TypeMeanings.None)
            );
        _broken.AddRange(cells.Keys.Except(wanted.Keys).Select(key => $"the cell {key} has no event"));
        foreach (var (key, cell) in wanted)
        {
            if (!cells.TryGetValue(key, out var kept))
                _broken.Add($"the cell {key} is missing");
            else if (
                kept.FirstSeen != cell.FirstSeen
                || (kept.Recorded is { } recorded && recorded != cell.Recorded)
                || !kept.Latest.SequenceEqual(cell.Latest)
                || !kept.Movers.SequenceEqual(cell.Movers)
                || !kept.Ahead.SequenceEqual(cell.Ahead)
            )
                _broken.Add($"the cell {key} is not what its events give");
        }
    }

    private async Task CheckTypesAsync(List<RecordedEvent> events)
    {
        var types = (await RowsAsync(Tables.Facets, PartitionsOf(organization))).ToDictionary(
            row => row.Key,
            row => new SeenDays(row.RequiredNumber("FirstDay"), row.RequiredNumber("LastDay"))
        );
        var wanted = events
            .GroupBy(e => EventTypes.Key(organization, e.Type))
            .ToDictionary(type => type.Key, type => type.Select(e => SeenDays.On(e.Time)).Aggregate((a, b) => a.Union(b)));
        _broken.AddRange(types.Keys.Except(wanted.Keys).Select(key => $"the type {key} has no event"));
        _broken.AddRange(
            wanted
                .Where(type => !types.TryGetValue(type.Key, out var days) || days != type.Value)
                .Select(type => $"the type {type.Key} was seen {type.Value}, and the store says otherwise")
        );
    }

    private async Task<int> CountAsync(RowRange range) => (await RowsAsync(Tables.Ledger, range)).Count;

    private async Task<List<Row>> RowsAsync(string table, RowRange range)
    {
        var rows = new List<Row>();
        string? token = null;
        do
        {
            var page = await store.QueryAsync(table, range, TableLimits.RowsPerPage, token, CancellationToken.None);
            rows.AddRange(page.Rows);
            token = page.Token;
        } while (token is not null);
        return rows;
    }
}

/// <summary>What names an event.</summary>
internal readonly record struct EventName(string Source, string Id)
{
    public static EventName Of(RecordedEvent e) => new(e.Source, e.Id);

    public override string ToString() => $"{Source}/{Id}";
}
