using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Timeline;
using OpsTrails.Storage;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Benchmarks;

/// <summary>Measures a page of 25 events in the embedded store as the timeline grows.</summary>
internal static class ReadBenchmark
{
    private const int Pages = 2_000;

    private static readonly OrganizationId Organization = OrganizationId.Parse("bench");
    private static readonly Timestamp Newest = Timestamp.From(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

    public static async Task<int> RunAsync(int events)
    {
        Console.WriteLine("| events | newest page, median µs | page at a random cursor, median µs | bytes allocated a page |");
        Console.WriteLine("|---|---|---|---|");
        double? first = null;
        var isWarmUp = true;
        foreach (var count in (int[])[10_000, 10_000, 100_000, events])
        {
            var folder = Directory.CreateTempSubdirectory("opstrails-bench-").FullName;
            try
            {
                await using var store = EmbeddedTableStore.Open(folder);
                await FillAsync(store, count);
                using var settings = new SettingsStore(new RevisedRows(store, TimeProvider.System), TimeProvider.System);
                var feed = new EventFeed(store, new FeedSignal(), publishes: false);
                var pages = new EventPages(store, feed, new CellList(store), settings);
                var newest = await MeasureAsync(pages, _ => null);
                var random = new Random(1);
                var cursor = await MeasureAsync(
                    pages,
                    query => CursorAt(query, Newest - TimeSpan.FromMinutes(random.NextInt64(count - 100)))
                );
                if (isWarmUp)
                {
                    isWarmUp = false;
                    continue;
                }
                first ??= newest.Microseconds;
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"| {count:N0} | {newest.Microseconds:F1} ({newest.Microseconds / first:F2}x) "
                            + $"| {cursor.Microseconds:F1} | {newest.Bytes:N0} |"
                    )
                );
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
        return 0;
    }

    private static async Task<(double Microseconds, long Bytes)> MeasureAsync(EventPages pages, Func<EventQuery, PageCursor?> cursor)
    {
        var query = new EventQuery
        {
            Filter = EventFilter.Everything,
            Window = TimeWindow.Open,
            Hash = "",
        };
        var taken = new double[Pages];
        long bytes = 0;
        for (var i = -Pages; i < Pages; i++)
        {
            var asked = query with { Cursor = cursor(query) };
            var before = GC.GetTotalAllocatedBytes();
            var start = Stopwatch.GetTimestamp();
            var page = await pages.ReadAsync(Organization, asked, CancellationToken.None);
            if (i < 0)
                continue;
            taken[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            bytes += GC.GetTotalAllocatedBytes() - before;
            if (page.Events.Count == 0)
                throw new InvalidOperationException("A page is empty.");
        }
        Array.Sort(taken);
        return (taken[Pages / 2], bytes / Pages);
    }

    private static PageCursor CursorAt(EventQuery query, Timestamp time) =>
        new()
        {
            Position = EventPosition.AfterAllAt(time),
            Window = query.Window,
            QueryHash = "",
            Feed = FeedSequence.Zero,
        };

    /// <summary>Writes one event per minute, in the form of the timeline.</summary>
    private static async Task FillAsync(EmbeddedTableStore store, int count)
    {
        var upserts = new RowUpserts(store);
        foreach (var chunk in Enumerable.Range(0, count).Chunk(10_000))
        {
            await upserts.AddAsync(
                Tables.Timeline,
                chunk.Select(i =>
                {
                    var e = Event(i);
                    return EventRow.Write(EventKeys.Timeline(Organization, e), e);
                })
            );
        }
    }

    private static RecordedEvent Event(int i)
    {
        using var json = JsonDocument.Parse(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"specversion\":\"1.0\",\"type\":\"deployment\",\"source\":\"system-{i % 7}\",\"subject\":\"STAGE-{i % 3}\","
                    + $"\"time\":\"NOW\",\"version\":\"1.4.{i}\",\"id\":\"event-{i}\",\"severity\":\"MINOR\","
                    + $"\"data\":{{\"description\":\"Deploy by pipeline\",\"commit\":\"0123456789abcdef\",\"run\":{i}}}}}"
            )
        );
        var draft = EventParser.Parse(json.RootElement, DateTimeOffset.UnixEpoch, new ValidationErrors())!;
        var time = Newest - TimeSpan.FromMinutes(i);
        return RecordedEvent.From(draft, draft.Id!, time, time);
    }
}
