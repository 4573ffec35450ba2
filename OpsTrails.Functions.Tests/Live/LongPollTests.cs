using System.Globalization;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Live;

public sealed class LongPollTests
{
    [Fact]
    public async Task A_long_poll_gives_what_follows_oldest_first_and_where_to_go_on()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        await app.RecordIdsAsync("a", "b", "c");

        var first = await client.AskAsync("/api/v1/events?after=begin&limit=2");
        var second = await client.AskAsync("/api/v1/events?limit=2&after=" + Next(first));
        var third = await client.AskAsync("/api/v1/events?limit=2&after=" + Next(second));

        Assert.Equal(("a b", "f2"), Told(first));
        Assert.Equal(("c", "f3"), Told(second));
        Assert.Equal(("", "f3"), Told(third));
        Assert.Equal(["success", "data", "nextCursor"], first.Json.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task A_feed_that_never_had_an_event_begins_at_nothing()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        foreach (var after in (string[])["now", "begin", "f0"])
        {
            var answer = await client.AskAsync("/api/v1/events?after=" + after);
            Assert.Equal((200, 0, "f0"), (answer.Status, answer.Data.GetArrayLength(), Next(answer)));
        }
    }

    [Fact]
    public async Task A_long_poll_is_answered_by_the_event_that_it_waits_for()
    {
        // The clock is frozen, so only the event can end the wait.
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var client = await app.ClientWithKeyAsync();

        var waiting = client.AskAsync("/api/v1/events?after=now&wait=20&type=deployment");
        await clock.WhenAwaitedAsync(TimeSpan.FromSeconds(20));
        await client.RecordAsync(AnEvent.Json("other").Replace("deployment", "other", StringComparison.Ordinal));
        await client.RecordAsync(AnEvent.Json("e", time: "1999-01-01T00:00:00Z"));
        var answer = await waiting;

        Assert.Equal(("e", "f2"), Told(answer));
    }

    [Fact]
    public async Task A_long_poll_that_waited_in_vain_is_empty_and_goes_on_from_where_it_looked()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var client = await app.ClientWithKeyAsync();

        var waiting = client.AskAsync("/api/v1/events?after=now&wait=20&type=rollback");
        await clock.WhenAwaitedAsync(TimeSpan.FromSeconds(20));
        await app.RecordIdsAsync("e");

        // It has looked at the event, which is none for it, and waits again.
        await clock.WhenAwaitedAsync(TimeSpan.FromSeconds(20), times: 2);
        clock.Advance(TimeSpan.FromSeconds(20));
        var answer = await waiting;

        Assert.Equal((200, 0, "f1"), (answer.Status, answer.Data.GetArrayLength(), Next(answer)));
    }

    [Fact]
    public async Task A_filter_that_finds_nothing_stops_after_ten_rounds_and_goes_on_from_its_cursor()
    {
        // The clock is frozen, so the feed's position is read once, however long the search takes.
        await using var app = await TestApp.StartAsync(configure: TestClock.AtNoon().AddTo);
        using var client = await app.ClientWithKeyAsync();
        await app.RecordAsync([
            .. Enumerable
                .Range(0, 10_500)
                .Select(i =>
                    RecordedEvents.Json(
                        "e" + i.ToString(CultureInfo.InvariantCulture),
                        "2026-05-01T10:00:00Z",
                        type: i == 10_400 ? "needle" : "hay"
                    )
                ),
        ]);

        using var requests = new StorageRequests(app);
        var first = await client.AskAsync("/api/v1/events?after=begin&type=needle&wait=20");
        var cost = requests.ListingWithout("keys");
        var second = await client.AskAsync("/api/v1/events?type=needle&wait=20&after=" + Next(first));

        Assert.Equal(("", "f10000"), Told(first));
        Assert.Equal("ledger query 11, ledger read 1", cost);
        Assert.Equal(("e10400", "f10500"), Told(second));
    }

    [Fact]
    public async Task Parameters_of_the_feed_are_refused_without_after()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var wait = await client.AskAsync("/api/v1/events?wait=5");
        var both = await client.AskAsync("/api/v1/events?after=now&from=-1h");

        Assert.Equal((400, "wait: works only with after. Send after=now or the feed of a page as well."), (wait.Status, wait.Error));
        Assert.Equal(
            (400, "from: can't be combined with after, which follows the order of recording. Omit one of them."),
            (both.Status, both.Error)
        );
    }

    private static (string Ids, string? Next) Told(Answer answer) => (string.Join(' ', answer.Data.Ids()), Next(answer));

    private static string? Next(Answer answer) =>
        answer.Json.GetProperty("nextCursor") is { ValueKind: JsonValueKind.String } next ? next.GetString() : null;
}
