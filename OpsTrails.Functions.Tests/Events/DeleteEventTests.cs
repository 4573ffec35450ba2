using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Events;

public sealed class DeleteEventTests : IAsyncLifetime
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(null, _clock.AddTo, RetainingApp.NoSweep);
        _admin = await _app.AdminOfAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_deleted_event_is_answered_with_its_deletion()
    {
        await RecordAsync("a");

        var answer = await _admin.DeleteEventAsync("a", reason: " typo in the name ");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """{"success":true,"data":{"id":"a","source":"BE","deletedAt":"2026-06-01T12:00:00.000Z","reason":"typo in the name"}}""",
            answer.Body
        );
    }

    [Fact]
    public async Task It_is_in_no_answer_any_more()
    {
        await RecordAsync("a");

        await _admin.DeleteEventAsync("a");

        string[] paths =
        [
            "/events",
            "/events?id=a",
            "/grid",
            "/types",
            "/sources",
            "/subjects",
            "/incidents",
            "/summary?from=-1d",
            "/events?after=begin",
        ];
        foreach (var path in paths)
        {
            var answer = await _admin.AskAsync("/api/v1" + path);
            Assert.Equal(200, answer.Status);
            Assert.DoesNotContain("PROD", path == "/events?after=begin" ? answer.Data.ToString() : answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Reading_and_deleting_it_again_say_that_it_was_deleted()
    {
        await RecordAsync("a");
        await _admin.DeleteEventAsync("a");

        var (read, again) = (await _admin.AskAsync("/api/v1/events/a"), await _admin.DeleteEventAsync("a"));

        Assert.Equal((404, "Event \"a\" was deleted on 2026-06-01T12:00:00.000Z."), (read.Status, read.Error));
        Assert.Equal((404, read.Error), (again.Status, again.Error));
    }

    [Fact]
    public async Task An_id_of_several_sources_needs_the_source()
    {
        await RecordAsync("a");
        await RecordAsync("a", source: "FE");

        var (unclear, one) = (await _admin.DeleteEventAsync("a"), await _admin.DeleteEventAsync("a", "FE"));
        var other = await _admin.AskAsync("/api/v1/events/a");

        Assert.Equal(
            (400, true, true),
            (
                unclear.Status,
                unclear.Error.Contains("\"BE\"", StringComparison.Ordinal),
                unclear.Error.Contains("\"FE\"", StringComparison.Ordinal)
            )
        );
        Assert.Equal((200, 200, "BE"), (one.Status, other.Status, other.Data.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task An_id_that_a_path_cannot_carry_is_a_parameter()
    {
        await RecordAsync("a/../b");

        var answer = await _admin.AskAsync(HttpMethod.Delete, "/api/v1/events?id=a%2F..%2Fb&reason=x");

        Assert.Equal((200, "a/../b"), (answer.Status, answer.Data.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("/api/v1/events/a", "reason: is required. Say why the event is deleted, in 1 to 500 characters.")]
    [InlineData("/api/v1/events/a?reason=%20", "reason: is required. Say why the event is deleted, in 1 to 500 characters.")]
    [InlineData("/api/v1/events/a?reason=a%01b", "reason: contains the control character U+0001. Remove it.")]
    [InlineData("/api/v1/events/a?reason=x&force=1", "\"force\": is unknown. Use source or reason.")]
    [InlineData("/api/v1/events?reason=x", "id: is required. Send the id of the event.")]
    public async Task A_wrong_request_deletes_nothing(string path, string error)
    {
        await RecordAsync("a");

        var answer = await _admin.AskAsync(HttpMethod.Delete, path);

        Assert.Equal((400, error), (answer.Status, answer.Error));
        Assert.Equal(200, (await _admin.AskAsync("/api/v1/events/a")).Status);
    }

    [Theory]
    [InlineData(500, 200)]
    [InlineData(501, 400)]
    public async Task A_reason_has_500_characters_at_most(int length, int status)
    {
        await RecordAsync("a");

        Assert.Equal(status, (await _admin.DeleteEventAsync("a", reason: new string('é', length))).Status);
    }

    [Fact]
    public async Task An_unknown_id_is_not_found() => Assert.Equal(404, (await _admin.DeleteEventAsync("nothing")).Status);

    [Fact]
    public async Task The_same_content_is_refused_and_other_content_is_recorded()
    {
        var sent = Deleting.Json("a", _clock.GetUtcNow(), version: "1");
        await _admin.RecordAsync(sent);
        await _admin.DeleteEventAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(1));

        var same = await _admin.RecordAsync(sent);
        var batch = await _admin.RecordAsync($"[{sent}]");
        var other = await _admin.RecordAsync(Deleting.Json("a", _clock.GetUtcNow(), version: "2"));
        var repeated = await _admin.RecordAsync(Deleting.Json("a", _clock.GetUtcNow(), version: "2"));

        const string Refusal =
            "This event was deleted on 2026-06-01T12:00:00.000Z and is not recorded again. Send it with a new id to record it.";
        Assert.Equal((409, "CONFLICT", Refusal), (same.Status, same.Code, same.Error));
        Assert.Equal((409, Refusal), (batch.Data[0].GetProperty("status").GetInt32(), batch.Data[0].GetProperty("error").GetString()));
        Assert.Equal((201, 200), (other.Status, repeated.Status));
        Assert.Equal("2", (await _admin.AskAsync("/api/v1/events/a")).Data.GetProperty("version").GetString());
    }

    [Fact]
    public async Task In_one_batch_the_same_content_is_refused_and_other_content_recorded()
    {
        var sent = Deleting.Json("a", _clock.GetUtcNow(), version: "1");
        await _admin.RecordAsync(sent);
        await _admin.DeleteEventAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(1));
        var other = Deleting.Json("a", _clock.GetUtcNow(), version: "2");

        var answer = await _admin.RecordAsync($"[{sent},{other},{sent},{Deleting.Json("b", _clock.GetUtcNow())}]");

        Assert.Equal([409, 201, 409, 201], answer.Data.EnumerateArray().Select(item => item.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task A_new_event_of_the_id_survives_the_repetition_of_the_deletion()
    {
        var time = _clock.GetUtcNow();
        await _admin.RecordAsync(Deleting.Json("a", time, "incident.opened", number: "7", description: "first"));
        await _admin.DeleteEventAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _admin.RecordAsync(Deleting.Json("a", time, "incident.opened", number: "7", description: "second"));
        var before = await _app.DumpEventsAsync();

        await _app.RepeatDeletionsAsync(_clock);

        Assert.Equal(before, await _app.DumpEventsAsync());
        Assert.Equal(0, await _app.CountOutboxAsync());
        Assert.Equal(1, await new StoreInvariants(_app.Store, _app.Organization).CheckAsync([]));
    }

    [Fact]
    public async Task The_entry_in_the_outbox_stays_for_two_minutes_and_is_no_backlog()
    {
        await RecordAsync("a");
        await _admin.DeleteEventAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(110));
        var found = await _app.SweepAsync(_clock.GetUtcNow());
        var health = await _admin.AskAsync("/health");
        var waiting = await _app.CountOutboxAsync();

        _clock.Advance(TimeSpan.FromSeconds(11));
        await _app.SweepAsync(_clock.GetUtcNow());

        Assert.Equal((0, 1, 0), (found, waiting, await _app.CountOutboxAsync()));
        Assert.Contains("\"record\":0", health.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_in_the_audit_log()
    {
        await RecordAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _admin.DeleteEventAsync("a", reason: "typo");

        var entry = (await _admin.AskAsync("/api/v1/audit")).Data[0];

        Assert.Equal(("event.deleted", "a"), (entry.GetProperty("action").GetString(), entry.GetProperty("target").GetString()));
        Assert.StartsWith("key:", entry.GetProperty("by").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            """{"id":"a","source":"BE","type":"deployment","subject":"PROD","reason":"typo"}""",
            entry.GetProperty("details").GetRawText()
        );
    }

    [Fact]
    public async Task A_key_that_may_record_may_not_delete()
    {
        await RecordAsync("a");
        using var writer = await _app.ClientWithKeyAsync();

        Assert.Equal(403, (await writer.DeleteEventAsync("a")).Status);
    }

    [Fact]
    public async Task The_content_is_in_no_row_any_more()
    {
        await _admin.RecordAsync(
            Deleting.Json("a", _clock.GetUtcNow(), "incident.opened", version: "v-secret", number: "n-1", description: "s-secret")
        );
        await _admin.DeleteEventAsync("a");
        await _app.RepeatDeletionsAsync(_clock);

        foreach (var table in Tables.All)
        {
            foreach (var row in await _app.RowsAsync(table))
                Assert.DoesNotContain(row.Texts(), text => text.Contains("s-secret", StringComparison.Ordinal));
        }
        Assert.Empty(await _app.DumpEventsAsync());
    }

    [Fact]
    public async Task It_still_counts_in_the_daily_quota()
    {
        await using var app = await TestApp.StartAsync(null, _clock.AddTo, RetainingApp.NoSweep, "OpsTrails:Quota:EventsPerDay=2");
        using var admin = await app.AdminOfAsync();
        foreach (var id in (string[])["a", "b"])
        {
            Assert.Equal(201, (await admin.RecordAsync(Deleting.Json(id, _clock.GetUtcNow()))).Status);
            await app.SettleAsync();
            await admin.DeleteEventAsync(id);
            _clock.Advance(TimeSpan.FromSeconds(4));
        }

        Assert.Equal(429, (await admin.RecordAsync(Deleting.Json("c", _clock.GetUtcNow()))).Status);
    }

    private async Task RecordAsync(string id, string source = "BE") =>
        Assert.Equal(201, (await _admin.RecordAsync(Deleting.Json(id, _clock.GetUtcNow(), source: source, version: "1"))).Status);
}
