using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Live;

/// <summary>A deleted event leaves its place in the feed, and its deletion is an entry of its own.</summary>
public sealed class FeedDeletionTests : IAsyncLifetime
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(null, _clock.AddTo, NoSweep);
        _client = await _app.ClientWithKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_sends_the_deletion_with_these_bytes()
    {
        await _app.RecordAsync([RecordedEvents.Json("a", "2026-05-01T10:00:00Z", "Köln", "PROD", severity: "MAJOR", version: "1.0")]);
        using var stream = await SseReader.OpenedAsync(_client);

        await _app.DeleteFromFeedAsync("a");

        Assert.Equal(
            "id: f2\nevent: deleted\n"
                + """data: {"id":"a","source":"Köln","type":"deployment","subject":"PROD","severity":"MAJOR","version":"1.0","deletedAt":"""
                + $"\"{Now}\"}}",
            await stream.NextBlockAsync()
        );
    }

    [Fact]
    public async Task A_deleted_event_never_comes_again_and_its_place_is_stepped_over()
    {
        using var tail = await SseReader.OpenedAsync(_client);
        await _app.RecordIdsAsync("a", "b", "c");
        await tail.NextIdsAsync(3);

        await _app.DeleteFromFeedAsync("b", "a");

        using var begin = await SseReader.OpenedAsync(_client, "?after=begin");
        Assert.Equal(["c", "b", "a"], await begin.NextIdsAsync(3));
        using var resumed = await SseReader.OpenedAsync(_client, lastEventId: "f1");
        Assert.Equal(["c", "b", "a"], await resumed.NextIdsAsync(3));
        var poll = await _client.AskAsync("/api/v1/events?after=begin");
        Assert.Equal("c, -b, -a", Listing(poll));
        Assert.Equal("f5", poll.Json.GetProperty("nextCursor").GetString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Pages_of_any_length_step_over_empty_places_at_their_ends(int limit)
    {
        await _app.RecordIdsAsync("a", "b", "c", "d", "e", "f");
        await _app.DeleteFromFeedAsync("a", "c", "d", "f");

        var (events, deleted, cursor) = (new List<string>(), new List<string>(), "f0");
        while (true)
        {
            var page = await _client.AskAsync($"/api/v1/events?after={cursor}&limit={limit}");
            var found = page.Data.Ids().Count;
            events.AddRange(page.Data.Ids());
            if (page.Json.TryGetProperty("deleted", out var gone))
            {
                deleted.AddRange(gone.Ids());
                found += gone.GetArrayLength();
            }
            Assert.InRange(found, 0, limit);
            cursor = page.Json.GetProperty("nextCursor").GetString()!;
            if (found == 0)
                break;
        }

        Assert.Equal(["b", "e"], events);
        Assert.Equal(["a", "c", "d", "f"], deleted);
        Assert.Equal("f10", cursor);
    }

    [Fact]
    public async Task An_empty_head_of_the_feed_is_where_readers_wait()
    {
        await _app.RecordIdsAsync("a", "b");
        await _app.DeleteFromFeedAsync("b");
        await _app.Store.DeleteAsync(Tables.Ledger, [(LedgerKeys.Feed(_app.Organization, new FeedSequence(1)), null)]);

        var begin = await _client.AskAsync("/api/v1/events?after=f1&limit=1");
        using var stream = await SseReader.OpenedAsync(_client, lastEventId: begin.Json.GetProperty("nextCursor").GetString());
        await _app.RecordIdsAsync("c");

        Assert.Equal("f3", begin.Json.GetProperty("nextCursor").GetString());
        Assert.Equal(["c"], await stream.NextIdsAsync(1));
    }

    [Fact]
    public async Task A_poll_without_deletions_has_the_bytes_that_it_always_had()
    {
        var posted = await _client.RecordAsync(AnEvent.Json("a"));
        await _app.SettleAsync();

        var poll = await _client.GetStringAsync(
            new Uri("/api/v1/events?after=f0", UriKind.Relative),
            TestContext.Current.CancellationToken
        );

        Assert.Equal($$"""{"success":true,"data":[{{posted.Data.GetRawText()}}],"nextCursor":"f1"}""", poll);
    }

    [Fact]
    public async Task A_waiting_poll_answers_when_an_event_is_deleted()
    {
        await _app.RecordIdsAsync("a");
        var polling = _client.AskAsync("/api/v1/events?after=f1&wait=30&type=deployment");

        await _app.DeleteFromFeedAsync("a");

        var poll = await polling;
        Assert.Equal((0, "f2"), (poll.Data.GetArrayLength(), poll.Json.GetProperty("nextCursor").GetString()));
        Assert.Equal(
            $$"""
            [{"id":"a","source":"BE","type":"deployment","subject":null,"severity":null,"version":null,"deletedAt":"{{Now}}"}]
            """.Trim(),
            poll.Json.GetProperty("deleted").GetRawText()
        );
        Assert.False(poll.Json.TryGetProperty("reset", out _));
    }

    [Theory]
    [InlineData("/api/v1/events?after=f2&subject=PROD", false)]
    [InlineData("/api/v1/events?after=f2&q=-source:BE", false)]
    [InlineData("/api/v1/events?after=f2&q=type:deployment%20nothing", true)]
    [InlineData("/api/v1/events?after=f2&q=-deployment", true)]
    [InlineData("/api/v1/events?after=f2&severity=MAJOR", true)]
    public async Task A_filter_holds_for_deletions_as_far_as_they_can_tell(string path, bool isSent)
    {
        await _app.RecordAsync([
            RecordedEvents.Json("a", "2026-05-01T10:00:00Z", "BE", "DEV", severity: "MAJOR"),
            RecordedEvents.Json("b", "2026-05-01T10:00:00Z", "BE", "PROD"),
        ]);
        await _app.DeleteFromFeedAsync("a");

        var poll = await _client.AskAsync(path);

        Assert.Equal(isSent, poll.Json.TryGetProperty("deleted", out _));
    }

    [Fact]
    public async Task An_id_that_is_recorded_again_is_deleted_before_it_is_there()
    {
        await _app.RecordIdsAsync("a");
        await _app.DeleteFromFeedAsync("a");
        await _app.Store.DeleteAsync(Tables.Ledger, [(LedgerKeys.Claim(_app.Organization, "BE", "a"), null)]);
        _clock.Advance(TimeSpan.FromHours(1));
        await _app.RecordIdsAsync("a");

        var poll = await _client.AskAsync("/api/v1/events?after=begin");
        await _app.DeleteFromFeedAsync(await _app.BeginDeletionAsync("a"));
        var after = await _client.AskAsync("/api/v1/events?after=begin");

        Assert.Equal("a, -a", Listing(poll));
        Assert.Equal("-a, -a", Listing(after));
    }

    [Fact]
    public async Task An_event_that_the_feed_no_longer_has_is_only_announced()
    {
        await _app.RecordIdsAsync("a", "b");
        await _app.Store.DeleteAsync(Tables.Ledger, [(LedgerKeys.Feed(_app.Organization, new FeedSequence(1)), null)]);

        await _app.DeleteFromFeedAsync("a");

        var poll = await _client.AskAsync("/api/v1/events?after=begin");
        Assert.Equal("b, -a", Listing(poll));
    }

    [Fact]
    public async Task An_event_that_is_not_in_the_feed_yet_never_comes_there()
    {
        await _app.RecordIdsAsync("a");
        var partial = new PartialEvents(_app.Store, _app.Organization, _clock.GetUtcNow());
        await partial.WriteAsync(1, "claim");
        var left = (await _app.RowsAsync(Tables.Ledger)).Where(OutboxEntry.IsRecording).Select(EventRow.Read).Single();

        await _app.DeleteFromFeedAsync(await _app.BeginDeletionAsync(left));
        await _app.SweepAsync(_clock.GetUtcNow().AddHours(1));

        var poll = await _client.AskAsync("/api/v1/events?after=begin");
        Assert.Equal("a, -1", Listing(poll));
    }

    [Fact]
    public async Task Deletions_do_not_count_in_the_quota()
    {
        await _app.RecordIdsAsync("a", "b");
        await _app.DeleteFromFeedAsync("a");

        var feed = new EventFeed(_app.Store, new FeedSignal(), publishes: false);

        Assert.Equal(
            (3, 2),
            (
                (await feed.FindHeadAsync(_app.Organization, TestContext.Current.CancellationToken)).Number,
                await feed.CountRecordedAsync(_app.Organization, TestContext.Current.CancellationToken)
            )
        );
    }

    private string Now => Timestamp.From(_clock.GetUtcNow()).ToString();

    private static string Listing(Answer poll) =>
        string.Join(", ", poll.Data.Ids().Concat(poll.Json.GetProperty("deleted").Ids().Select(id => "-" + id)));
}
