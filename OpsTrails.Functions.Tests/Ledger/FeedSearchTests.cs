using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Ledger;

/// <summary>Deletions in long feeds, on both stores: the row that is emptied, what it costs, and several instances at once.</summary>
[Layer(Layer.Store)]
public sealed class FeedSearchTests(SharedAzurite azurite) : IAsyncLifetime
{
    private const int Count = 6_000;

    private static readonly Timestamp Begin = Timestamp.From(new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly BothStores _stores = new(azurite);
    private readonly OrganizationId _organization = OrganizationId.Parse(Guid.NewGuid().ToString("N")[..24]);

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => _stores.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_event_is_found_with_few_requests(bool azure)
    {
        var store = await _stores.OfAsync(azure);
        await FillAsync(store, number => Event(number, Begin + TimeSpan.FromMinutes(number)));

        foreach (var number in (int[])[1, 2, 255, 1_000, 3_500, Count - 1, Count])
        {
            var counted = new CountedTableStore(store);
            var entry = await AddAsync(store, Event(number, Begin + TimeSpan.FromMinutes(number)));

            Assert.True(await FeedOf(counted).DeleteAsync(_organization, entry));

            Assert.Equal((false, number), await EmptiedAsync(store, entry));

            // Deletion entry, outbox entry of the event and counter; up to 5 halvings; the oldest row and the scan; one transaction.
            Assert.True(counted.Counts is { Reads: <= 8, Queries: 2, Writes: 1 }, $"{number}: {counted.Counts}");
        }
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(false, -3)]
    [InlineData(false, 240)]
    [InlineData(false, -240)]
    [InlineData(true, 240)]
    [InlineData(true, -240)]
    public async Task An_event_of_a_clock_that_is_wrong_is_found_too(bool azure, int minutes)
    {
        var store = await _stores.OfAsync(azure);
        var odd = Event(4_000, Begin + TimeSpan.FromMinutes(4_000 + minutes));
        await FillAsync(store, number => number == 4_000 ? odd : Event(number, Begin + TimeSpan.FromMinutes(number)));
        var entry = await AddAsync(store, odd);

        Assert.True(await FeedOf(store).DeleteAsync(_organization, entry));

        Assert.Equal((false, 4_000), await EmptiedAsync(store, entry));
    }

    [Fact]
    public async Task After_retention_the_search_begins_at_the_oldest_row_and_what_is_not_there_is_only_announced()
    {
        var store = _stores.Embedded;
        await FillAsync(store, number => Event(number, Begin + TimeSpan.FromMinutes(number)));
        await store.DeleteAsync(
            Tables.Ledger,
            Enumerable.Range(1, 5_000).Select(number => (LedgerKeys.Feed(_organization, new FeedSequence(number)), (string?)null))
        );

        var kept = await AddAsync(store, Event(5_500, Begin + TimeSpan.FromMinutes(5_500)));
        var gone = await AddAsync(store, Event(10, Begin + TimeSpan.FromMinutes(10)));
        Assert.True(await FeedOf(store).DeleteAsync(_organization, kept));
        Assert.True(await FeedOf(store).DeleteAsync(_organization, gone));

        Assert.Equal((false, 5_500), await EmptiedAsync(store, kept));
        Assert.Equal((false, null), await EmptiedAsync(store, gone));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Instances_that_delete_the_same_events_at_once_append_each_deletion_once(bool azure)
    {
        var store = await _stores.OfAsync(azure);
        await FillAsync(store, number => Event(number, Begin + TimeSpan.FromTicks(number)), 40);
        var entries = new List<DeletionEntry>();
        for (var number = 1; number <= 20; number++)
            entries.Add(await AddAsync(store, Event(number, Begin + TimeSpan.FromTicks(number))));
        EventFeed[] feeds = [FeedOf(store), FeedOf(store), FeedOf(store)];

        var done = await Task.WhenAll(
            feeds.Select(async feed =>
            {
                var own = 0;
                foreach (var entry in entries)
                    own += await feed.DeleteAsync(_organization, entry) ? 1 : 0;
                return own;
            })
        );

        var rows = await RowsAsync(store);
        Assert.Equal(20, done.Sum());
        Assert.Equal(
            Enumerable.Range(1, 20).Select(number => "e" + number.ToString(CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal),
            rows.Select(row => FeedRow.Read(row).Deleted?.Id).OfType<string>().Order(StringComparer.Ordinal)
        );
        Assert.Equal(20, rows.Count(FeedRow.IsEvent));
        Assert.Equal(Enumerable.Range(1, 60).Select(number => (long)number), rows.Select(row => LedgerKeys.SequenceOf(row.Key).Number));
    }

    [Fact]
    public async Task A_transaction_whose_answer_was_lost_is_found_done_and_readers_are_told()
    {
        var store = _stores.Embedded;
        await FillAsync(store, number => Event(number, Begin + TimeSpan.FromTicks(number)), 3);
        var entry = await AddAsync(store, Event(2, Begin + TimeSpan.FromTicks(2)));
        var signal = new FeedSignal();
        var told = new List<string>();
        signal.Emptied += (_, sequence) => told.Add($"emptied {sequence}");
        signal.Appended += (_, count) => told.Add($"appended {count}");

        var repeated = await new EventFeed(new RepeatingTableStore(store, (_, _) => true), signal, publishes: false).DeleteAsync(
            _organization,
            entry
        );

        Assert.False(repeated);
        Assert.Equal(["emptied 2", "appended 4"], told);
        Assert.Equal((false, 2), await EmptiedAsync(store, entry));
    }

    private static EventFeed FeedOf(ITableStore store) => new(store, new FeedSignal(), publishes: false);

    private static RecordedEvent Event(int number, Timestamp createdAt) =>
        new()
        {
            Id = "e" + number.ToString(CultureInfo.InvariantCulture),
            Source = "BE",
            Type = "t",
            Time = Begin,
            CreatedAt = createdAt,
            Json = "{}"u8.ToArray(),
        };

    private async Task FillAsync(ITableStore store, Func<int, RecordedEvent> at, int count = Count)
    {
        foreach (var numbers in Enumerable.Range(1, count).Chunk(100))
            await store.WriteAsync(
                Tables.Ledger,
                [.. numbers.Select(number => Write.Add(FeedRow.Write(_organization, new FeedSequence(number), at(number))))],
                CancellationToken.None
            );
        await store.WriteAsync(
            Tables.Ledger,
            [Write.Add(new Row(LedgerKeys.Counter(_organization)) { ["Value"] = (long)count })],
            CancellationToken.None
        );
    }

    private async Task<DeletionEntry> AddAsync(ITableStore store, RecordedEvent e)
    {
        var entry = DeletionEntry.Of(_organization, e, Begin + TimeSpan.FromDays(60));
        await store.WriteAsync(Tables.Ledger, [Write.Add(entry.Write())], CancellationToken.None);
        return entry;
    }

    private async Task<(bool HasContent, long? Emptied)> EmptiedAsync(ITableStore store, DeletionEntry entry)
    {
        var done = DeletionEntry.Read((await store.ReadAsync(Tables.Ledger, entry.Key, CancellationToken.None))!);
        Assert.NotNull(done.Sequence);
        var row = await store.ReadAsync(Tables.Ledger, LedgerKeys.Feed(_organization, done.Sequence.Value), CancellationToken.None);
        Assert.Equal((entry.Event.Id, done.Emptied), (FeedRow.Read(row!).Deleted!.Id, FeedRow.Read(row!).Deleted!.Sequence));
        return ((await RowsAsync(store)).Any(row => FeedRow.IsEvent(row) && row.Text("Id") == entry.Event.Id), done.Emptied?.Number);
    }

    private async Task<List<Row>> RowsAsync(ITableStore store) =>
        await store
            .ReadAllAsync(Tables.Ledger, LedgerKeys.FeedAfter(_organization, FeedSequence.Zero), CancellationToken.None)
            .ToListAsync();
}
