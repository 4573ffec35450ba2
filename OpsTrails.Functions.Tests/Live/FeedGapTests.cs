using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Events;
using OpsTrails.Core.Live;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Live;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Live;

/// <summary>Places that the feed does not keep, and how they come to be.</summary>
public sealed class FeedGapTests
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData("/api/v1/events?after=f3")]
    [InlineData("/api/v1/events?after=f9223372036854775807&wait=20")]
    [InlineData("/api/v1/events/stream?after=f3")]
    public async Task A_cursor_ahead_of_the_feed_gets_the_position_of_the_feed(string path)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        await app.RecordIdsAsync("a", "b");

        var answer = await client.AskAsync(path);

        Assert.Equal((410, "CURSOR_EXPIRED", "f2"), (answer.Status, answer.Code, answer.Header("feed-start")));
        Assert.Equal("The cursor is ahead of the feed. Was the feed restored from a backup? Continue with after=f2.", answer.Error);
    }

    [Fact]
    public async Task The_sweep_takes_what_is_older_than_30_days_out_of_the_feed_and_old_cursors_are_told_where_to_go_on()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var client = await app.ClientWithKeyAsync();
        await app.RecordIdsAsync("a", "b", "c");
        clock.Advance(TimeSpan.FromDays(20));
        await app.RecordIdsAsync("d", "e");

        clock.Advance(TimeSpan.FromDays(10.5));
        await Eventually.TrueAsync(async () =>
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            return await CountFeedAsync(app) == 2;
        });

        foreach (var path in (string[])["/api/v1/events?after=f0", "/api/v1/events?after=f2&wait=20", "/api/v1/events/stream?after=f2"])
        {
            var answer = await client.AskAsync(path);
            Assert.Equal((410, "CURSOR_EXPIRED", "f3"), (answer.Status, answer.Code, answer.Header("feed-start")));
            Assert.Equal(
                "The events after the cursor are no longer in the feed, which keeps at most 30 days. "
                    + "Continue with after=f3, and read earlier events with from and to.",
                answer.Error
            );
        }
        Assert.Equal(["d", "e"], (await client.AskAsync("/api/v1/events?after=f3")).Data.Ids());
        Assert.Equal(["d", "e"], (await client.AskAsync("/api/v1/events?after=begin")).Data.Ids());
        Assert.Equal(["e"], (await client.AskAsync("/api/v1/events?after=f4")).Data.Ids());
        Assert.Equal(5, (await client.AskAsync("/api/v1/events")).Data.GetArrayLength());
    }

    [Fact]
    public async Task A_feed_of_which_nothing_is_left_goes_on_with_its_numbers()
    {
        await using var app = await TestApp.StartAsync(settings: NoSweep);
        using var client = await app.ClientWithKeyAsync();
        await app.RecordIdsAsync("a", "b");
        await new FeedRetention(app.Store, TimeProvider.System).RunAsync(
            app.Organization,
            Now.AddDays(31),
            TestContext.Current.CancellationToken
        );

        var old = await client.AskAsync("/api/v1/events?after=f1");
        var begin = await client.AskAsync("/api/v1/events?after=begin");
        await app.RecordIdsAsync("c");
        var next = await client.AskAsync("/api/v1/events?after=begin");

        Assert.Equal((410, "f2"), (old.Status, old.Header("feed-start")));
        Assert.Equal("f2", begin.Json.GetProperty("nextCursor").GetString());
        Assert.Equal(["c"], next.Data.Ids());
        Assert.Equal("f3", next.Json.GetProperty("nextCursor").GetString());
    }

    [Fact]
    public async Task A_reader_that_is_overtaken_by_retention_does_not_skip_in_silence()
    {
        await using var app = await TestApp.StartAsync(settings: NoSweep);
        await app.RecordIdsAsync("a", "b");
        using var reader = app.Services.GetRequiredService<FeedHub>().Join(app.Organization, "key:test")!;
        Assert.Null(await reader.OpenAsync(FeedStart.After(new FeedCursor(FeedSequence.Zero)), TestContext.Current.CancellationToken));
        Assert.Equal(2, (await reader.ReadAsync(10, FeedReader.MaxBytes, TestContext.Current.CancellationToken)).Entries.Count);

        await new FeedRetention(app.Store, TimeProvider.System).RunAsync(
            app.Organization,
            Now.AddDays(31),
            TestContext.Current.CancellationToken
        );
        var batch = await reader.ReadAsync(10, FeedReader.MaxBytes, TestContext.Current.CancellationToken);

        Assert.Equal((0, new FeedGap(new FeedCursor(new FeedSequence(2)), IsAhead: false)), (batch.Entries.Count, batch.Gap));
    }

    [Fact]
    public async Task Retention_looks_once_an_hour_at_the_price_of_one_request()
    {
        await using var app = await TestApp.StartAsync(settings: NoSweep);
        await app.RecordIdsAsync("a");
        var clock = TestClock.AtNoon();
        var retention = new FeedRetention(app.Store, clock);
        using var requests = new StorageRequests(app);

        for (var minute = 0; minute <= 60; minute++)
        {
            Assert.Equal(0, await retention.RunAsync(app.Organization, Now, TestContext.Current.CancellationToken));
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("ledger query 2", requests.ListingWithout(""));
    }

    [Fact]
    public async Task A_run_of_retention_deletes_so_many_and_the_next_one_goes_on()
    {
        await using var app = await TestApp.StartAsync(settings: NoSweep);
        await app.RecordAsync([
            .. Enumerable
                .Range(0, 10_150)
                .Select(i => RecordedEvents.Json("e" + i.ToString(CultureInfo.InvariantCulture), "2026-05-01T10:00:00Z")),
        ]);
        var retention = new FeedRetention(app.Store, TimeProvider.System);

        var first = await retention.RunAsync(app.Organization, Now.AddDays(31), TestContext.Current.CancellationToken);
        var second = await retention.RunAsync(app.Organization, Now.AddDays(31), TestContext.Current.CancellationToken);

        Assert.Equal((10_000, 150, 0), (first, second, await CountFeedAsync(app)));
        Assert.Contains(await app.RowsAsync(Tables.Ledger), row => row.Key == LedgerKeys.Counter(app.Organization));
    }

    private static async Task<int> CountFeedAsync(TestApp app) =>
        (await app.RowsAsync(Tables.Ledger)).Count(row => row.Key.Row.StartsWith("s~", StringComparison.Ordinal));
}
