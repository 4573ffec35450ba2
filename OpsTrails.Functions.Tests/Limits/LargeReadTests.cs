using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Live;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Limits;

/// <summary>How much of large events is read from the store at once, for answers that many slow readers may want.</summary>
public sealed class LargeReadTests
{
    private const int Events = 40;
    private const int BytesEach = 60_000;

    private readonly PageWatch _watch = new();

    [Fact]
    public async Task A_stream_reads_no_more_at_once_than_it_keeps_for_a_slow_client()
    {
        await using var app = await StartedAsync();
        using var client = await app.ClientWithKeyAsync("READ_ONLY");
        using var reader = await SseReader.OpenedAsync(client, lastEventId: "f0");

        Assert.Equal(Events, (await reader.NextIdsAsync(Events)).Distinct().Count());

        Assert.InRange(_watch.LargestOf(Tables.Ledger), BytesEach, LiveStreams.BytesPerRead);
    }

    [Fact]
    public async Task A_long_poll_reads_no_more_at_once_than_it_answers()
    {
        await using var app = await StartedAsync();
        using var client = await app.ClientWithKeyAsync("READ_ONLY");

        var page = await client.AskAsync("/api/v1/events?limit=100&after=begin");

        Assert.InRange(page.Data.GetArrayLength(), 2, 3);
        Assert.InRange(_watch.LargestOf(Tables.Ledger), BytesEach, FeedReader.MaxBytes);
    }

    [Theory]
    [InlineData("?limit=100", Tables.Timeline)]
    [InlineData("?limit=100&source=BE&subject=STAGING", Tables.Events)]
    public async Task A_page_reads_no_more_at_once_than_it_answers_and_nothing_beyond(string query, string table)
    {
        await using var app = await StartedAsync();
        using var client = await app.ClientWithKeyAsync("READ_ONLY");

        var page = await client.AskAsync("/api/v1/events" + query);

        Assert.InRange(page.Data.GetArrayLength() * BytesEach, EventPages.MaxBytes - BytesEach, EventPages.MaxBytes + BytesEach);
        Assert.InRange(_watch.LargestOf(table), BytesEach, EventPages.MaxBytes);
        Assert.InRange(_watch.AllOf(table), BytesEach, EventPages.MaxBytes + (2 * BytesEach));
    }

    private async Task<TestApp> StartedAsync()
    {
        var app = await TestApp.StartAsync(null, builder => builder.Services.AddSingleton(new TableStoreLayer(_watch.Over)));
        await app.RecordAsync([
            .. Enumerable
                .Range(0, Events)
                .Select(i =>
                    RecordedEvents.Json(
                        i.ToString("D4", CultureInfo.InvariantCulture),
                        "NOW",
                        "BE",
                        "STAGING",
                        log: new string('x', BytesEach)
                    )
                ),
        ]);
        _watch.Clear();
        return app;
    }

    /// <summary>The sizes of the pages that the program reads.</summary>
    private sealed class PageWatch
    {
        private readonly ConcurrentQueue<(string Table, int Bytes)> _pages = new();

        public ITableStore Over(ITableStore store) => new Layer(store, this);

        public void Clear() => _pages.Clear();

        public int LargestOf(string table) => _pages.Where(page => page.Table == table).Max(page => page.Bytes);

        public int AllOf(string table) => _pages.Where(page => page.Table == table).Sum(page => page.Bytes);

        private static int SizeOf(Row row) => row.Properties.Values.OfType<byte[]>().Sum(bytes => bytes.Length);

        private sealed class Layer(ITableStore inner, PageWatch watch) : ITableStore
        {
            public ValueTask<Row?> ReadAsync(string table, RowKey key, CancellationToken cancel) => inner.ReadAsync(table, key, cancel);

            public ValueTask<WriteResult> WriteAsync(string table, IReadOnlyList<Write> writes, CancellationToken cancel) =>
                inner.WriteAsync(table, writes, cancel);

            public async ValueTask<RowPage> QueryAsync(string table, RowRange range, int take, string? token, CancellationToken cancel)
            {
                var page = await inner.QueryAsync(table, range, take, token, cancel);
                watch._pages.Enqueue((table, page.Rows.Sum(SizeOf)));
                return page;
            }
        }
    }
}
