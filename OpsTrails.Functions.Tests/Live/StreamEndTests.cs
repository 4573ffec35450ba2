using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Live;

/// <summary>How streams stay open, and how they end.</summary>
public sealed class StreamEndTests
{
    private static readonly TimeSpan BetweenKeyChecks = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task A_silent_stream_is_kept_alive_and_says_how_far_the_feed_was_looked_through()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var client = await app.ClientWithKeyAsync();
        using var reader = await SseReader.OpenedAsync(client, "?type=rollback");

        await clock.WhenAwaitedAsync(KeepAlive);
        clock.Advance(KeepAlive);
        var quiet = await reader.NextBlockAsync();
        await clock.WhenAwaitedAsync(KeepAlive, times: 2);
        await app.RecordIdsAsync("of another type");
        await clock.WhenAwaitedAsync(KeepAlive, times: 3);
        clock.Advance(KeepAlive);
        var skipped = await reader.NextBlockAsync();
        await app.RecordAsync([RecordedEvents.Json("e", "2026-05-01T10:00:00Z", type: "rollback")]);

        Assert.Equal(": keep-alive", quiet);
        Assert.Equal(": keep-alive\nid: f1", skipped);
        Assert.StartsWith("id: f2\nevent: event\ndata: ", await reader.NextBlockAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_ends_after_its_lifetime_with_a_time_to_connect_again_and_a_place_to_go_on()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var client = await app.ClientWithKeyAsync();
        using var reader = await SseReader.OpenedAsync(client, "?type=rollback");
        await clock.WhenAwaitedAsync(TimeSpan.FromSeconds(200));
        await clock.WhenAwaitedAsync(KeepAlive);
        await app.RecordIdsAsync("skipped");
        await clock.WhenAwaitedAsync(KeepAlive, times: 2);

        clock.Advance(TimeSpan.FromSeconds(200));
        var blocks = await reader.ToEndAsync();

        Assert.Matches("^: connect again\nretry: [123][0-9]{3}\nid: f1$", blocks[^1]);
    }

    [Fact]
    public async Task A_stream_ends_when_its_key_is_revoked()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var setup = app.ClientWith(TestApp.SetupToken);
        using var client = await app.ClientWithKeyAsync();
        var id = (await setup.AskAsync("/api/v1/keys")).Data[0].GetProperty("id").GetString();
        using var reader = await SseReader.OpenedAsync(client);
        await clock.WhenAwaitedAsync(BetweenKeyChecks);

        await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);
        clock.Advance(BetweenKeyChecks);
        await reader.ToEndAsync();

        Assert.Equal(401, (await client.AskAsync("/api/v1/events/stream")).Status);
    }

    [Fact]
    public async Task A_stream_of_a_person_goes_on_while_they_are_signed_in_and_ends_when_they_sign_out()
    {
        var clock = TestClock.AtPresent();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var browser = await Browser.SignInAsync(app);
        using var reader = await SseReader.OpenedAsync(browser.Client);
        await clock.WhenAwaitedAsync(BetweenKeyChecks);
        clock.Advance(BetweenKeyChecks);
        await clock.WhenAwaitedAsync(BetweenKeyChecks);
        await browser.Client.RecordAsync(AnEvent.Json("e"));
        Assert.Equal(["e"], await reader.NextIdsAsync(1));

        await browser.Client.AskAsync(HttpMethod.Delete, "/api/v1/sessions");
        clock.Advance(BetweenKeyChecks);
        await reader.ToEndAsync();

        Assert.Equal(401, (await browser.Client.AskAsync("/api/v1/events/stream")).Status);
    }

    [Theory]
    [InlineData("signs out")]
    [InlineData("is removed")]
    public async Task A_stream_ends_within_seconds_when_its_person(string how)
    {
        var clock = TestClock.AtPresent();
        await using var team = await TestTeam.StartAsync(configure: clock.AddTo);
        using var member = await team.JoinAsync("MEMBER", "ada");
        using var stays = await SseReader.OpenedAsync(team.Owner.Client);
        using var reader = await SseReader.OpenedAsync(member.Client);
        await clock.WhenAwaitedAsync(BetweenKeyChecks);

        var ended =
            how == "signs out"
                ? await member.Client.AskAsync(HttpMethod.Delete, "/api/v1/session")
                : await team.Owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + await member.PersonIdAsync());
        clock.Advance(BetweenKeyChecks);
        await reader.ToEndAsync();
        await team.Owner.Client.RecordAsync(AnEvent.Json("e"));

        Assert.Equal(200, ended.Status);
        Assert.Equal(401, (await member.Client.AskAsync("/api/v1/events/stream")).Status);
        Assert.Equal(["e"], await stays.NextIdsAsync(1));
    }

    [Fact]
    public async Task A_stream_ends_when_its_key_expires()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var client = app.ClientWith(await app.CreateKeyAsync(expiresAt: "2026-06-01T12:00:05Z"));
        using var reader = await SseReader.OpenedAsync(client);

        await clock.WhenAwaitedAsync(BetweenKeyChecks);
        clock.Advance(BetweenKeyChecks);
        await app.RecordIdsAsync("still");
        var before = await reader.NextIdsAsync(1);
        await clock.WhenAwaitedAsync(BetweenKeyChecks, times: 2);
        clock.Advance(BetweenKeyChecks);

        Assert.Equal(["still"], before);
        await reader.ToEndAsync();
    }

    [Fact]
    public async Task A_long_poll_ends_when_its_key_is_revoked()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var setup = app.ClientWith(TestApp.SetupToken);
        using var client = await app.ClientWithKeyAsync();
        var id = (await setup.AskAsync("/api/v1/keys")).Data[0].GetProperty("id").GetString();
        var waiting = client.AskAsync("/api/v1/events?after=now&wait=30");
        await clock.WhenAwaitedAsync(BetweenKeyChecks);

        await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);
        clock.Advance(BetweenKeyChecks);
        var answer = await waiting;

        Assert.Equal((401, "UNAUTHORIZED"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_key_revoked_on_one_instance_ends_its_streams_on_another_within_ten_seconds()
    {
        var clock = TestClock.AtNoon();
        await using var azurite = await AzuriteServer.StartAsync();
        await using var one = await TestApp.StartAsync(azurite.ConnectionString, clock.AddTo);
        await using var other = await TestApp.StartAsync(azurite.ConnectionString, clock.AddTo);
        using var client = other.ClientWith(await one.CreateKeyAsync());
        using var setup = one.ClientWith(TestApp.SetupToken);
        var id = (await setup.AskAsync("/api/v1/keys")).Data[0].GetProperty("id").GetString();
        using var reader = await SseReader.OpenedAsync(client);
        await client.AskAsync("/api/v1/events?limit=1");

        // Just after a check the key is cached for the longest time.
        await clock.WhenAwaitedAsync(BetweenKeyChecks);
        await setup.AskAsync(HttpMethod.Delete, "/api/v1/keys/" + id);
        clock.Advance(BetweenKeyChecks);
        await clock.WhenAwaitedAsync(BetweenKeyChecks, times: 2);
        clock.Advance(BetweenKeyChecks);

        await reader.ToEndAsync();
    }

    [Fact]
    public async Task Checking_a_key_counts_neither_as_its_use_nor_against_its_rate()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(
            null,
            clock.AddTo,
            "OpsTrails:Rates:PerKeyPerSecond=1",
            "OpsTrails:Rates:PerKeyBurst=2"
        );
        using var client = await app.ClientWithKeyAsync();
        using var setup = app.ClientWith(TestApp.SetupToken);
        using var reader = await SseReader.OpenedAsync(client);
        await Eventually.TrueAsync(async () =>
            (await setup.AskAsync("/api/v1/keys")).Data[0].GetProperty("lastUsedAt").ValueKind != System.Text.Json.JsonValueKind.Null
        );
        using var requests = new StorageRequests(app);

        for (var check = 1; check <= 10; check++)
        {
            await clock.WhenAwaitedAsync(BetweenKeyChecks, check);
            clock.Advance(BetweenKeyChecks);
        }
        await app.RecordIdsAsync("e");

        Assert.Equal(["e"], await reader.NextIdsAsync(1));
        Assert.DoesNotContain("keys write", requests.ListingWithout("ledger"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_and_long_polls_end_when_the_program_stops()
    {
        // The clock is frozen, so only the stop can end the waits.
        var clock = TestClock.AtNoon();
        SseReader reader;
        Task<Answer> polling;
        var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var client = await app.ClientWithKeyAsync();
        await using (app)
        {
            reader = await SseReader.OpenedAsync(client);
            polling = client.AskAsync("/api/v1/events?after=now&wait=29");
            await clock.WhenAwaitedAsync(TimeSpan.FromSeconds(29));
        }

        using (reader)
            Assert.Matches("^: connect again\nretry: [0-9]+\nid: f0$", (await reader.ToEndAsync())[^1]);
        Assert.Equal(200, (await polling).Status);
    }

    [Fact]
    public async Task A_store_that_fails_for_a_while_delays_events_and_loses_none()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(null, tap.AddTo, "OpsTrails:Live:PollInterval=00:00:00.1");
        using var client = await app.ClientWithKeyAsync();
        using var reader = await SseReader.OpenedAsync(client);

        // After one event, recording knows the feed's counter and needs no read.
        await client.RecordAsync(AnEvent.Json("before"));
        await reader.NextIdsAsync(1);

        tap.FailWhen(call => call is { Table: "ledger", Operation: "query" or "read" });
        await client.RecordAsync(AnEvent.Json("e"));
        await Eventually.TrueAsync(() => app.Log.All.Any(line => line.Contains("[5001]", StringComparison.Ordinal)));
        tap.Heal();

        Assert.Equal(["e"], await reader.NextIdsAsync(1));
    }
}
