using System.Globalization;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.EventGrid;

/// <summary>What the topic refuses for good is kept, and holds nothing up.</summary>
public sealed class PoisonTests : IAsyncLifetime
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    private FakeTopic _topic = null!;
    private TestApp _app = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _topic = await FakeTopic.StartAsync();
        _app = await TestApp.StartAsync(settings: [NoSweep, .. _topic.Settings]);
        _admin = await _app.ClientWithKeyAsync("ADMIN");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _app.DisposeAsync();
        await _topic.DisposeAsync();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task The_one_event_among_100_that_is_refused_is_kept_with_its_reason_and_the_others_are_delivered(int status)
    {
        _topic.Refuse(status, "b-42");

        await _admin.RecordAsync(AnEvent.Batch(100));
        await _app.SettleAsync();

        var poisoned = Assert.Single((await _admin.AskAsync("/api/v1/poison")).Data.EnumerateArray());
        Assert.Equal("b-42", FakeTopic.IdOf(poisoned.GetProperty("event")));
        Assert.Equal(
            (string.Create(CultureInfo.InvariantCulture, $"status {status}: It has b-42."), 1),
            (poisoned.GetProperty("reason").GetString(), poisoned.GetProperty("attempts").GetInt32())
        );
        Assert.Equal(99, _topic.DeliveredIds.Distinct().Count());
        Assert.Equal(99, _topic.Delivered.Count);
        Assert.Equal(0, await _app.CountOutboxAsync());
    }

    [Fact]
    public async Task The_list_gives_the_event_as_it_was_recorded()
    {
        _topic.Refuse(400, "e");
        var recorded = await _admin.RecordAsync(AnEvent.Json("e", data: """{"n":1.50}"""));
        await _app.SettleAsync();

        var listed = (await _admin.AskAsync("/api/v1/poison")).Data[0].GetProperty("event");

        Assert.Equal(recorded.Data.GetRawText(), listed.GetRawText());
    }

    [Fact]
    public async Task The_list_is_given_in_pages_newest_first()
    {
        var ids = Enumerable.Range(0, 7).Select(i => "e" + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        _topic.Refuse(400, ids);
        foreach (var id in ids)
            await _admin.RecordAsync(AnEvent.Json(id));
        await _app.SettleAsync();

        var pages = new List<Answer> { await _admin.AskAsync("/api/v1/poison?limit=3") };
        while (pages[^1].Json.GetProperty("nextCursor").GetString() is { } cursor)
            pages.Add(await _admin.AskAsync("/api/v1/poison?limit=3&cursor=" + cursor));

        Assert.Equal([3, 3, 1], pages.Select(page => page.Data.GetArrayLength()));
        Assert.Equal(
            ids.Reverse(),
            pages.SelectMany(page => page.Data.EnumerateArray()).Select(item => FakeTopic.IdOf(item.GetProperty("event")))
        );
    }

    [Fact]
    public async Task An_event_that_is_sent_again_and_taken_leaves_the_list()
    {
        var id = await PoisonAsync();
        _topic.Heal();

        var answer = await _admin.AskAsync(HttpMethod.Post, $"/api/v1/poison/{id}/send");

        Assert.Equal((200, """{"delivered":true}"""), (answer.Status, answer.Data.GetRawText()));
        Assert.Equal(["e"], _topic.DeliveredIds);
        Assert.Equal(0, (await _admin.AskAsync("/api/v1/poison")).Data.GetArrayLength());
    }

    [Fact]
    public async Task An_event_that_is_refused_again_stays_and_counts_its_attempts()
    {
        var id = await PoisonAsync();
        _topic.Refuse(413, "e");

        var answer = await _admin.AskAsync(HttpMethod.Post, $"/api/v1/poison/{id}/send");

        Assert.Equal((409, "CONFLICT"), (answer.Status, answer.Code));
        Assert.Contains("It has e.", answer.Error, StringComparison.Ordinal);
        var kept = (await _admin.AskAsync("/api/v1/poison")).Data[0];
        Assert.Equal((2, "status 413: It has e."), (kept.GetProperty("attempts").GetInt32(), kept.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task An_event_cannot_be_sent_again_while_the_topic_takes_nothing()
    {
        var id = await PoisonAsync();
        _topic.FailWith(503);

        var answer = await _admin.AskAsync(HttpMethod.Post, $"/api/v1/poison/{id}/send");

        Assert.Equal((503, "SERVICE_UNAVAILABLE", "30"), (answer.Status, answer.Code, answer.Header("retry-after")));
        Assert.Equal(1, (await _admin.AskAsync("/api/v1/poison")).Data[0].GetProperty("attempts").GetInt32());
    }

    [Fact]
    public async Task Without_a_topic_there_is_nothing_to_send_to()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (var with = await TestApp.StartAsync(folder.Path, null, [NoSweep, .. _topic.Settings]))
        {
            _topic.Refuse(400, "e");
            using var client = await with.ClientWithKeyAsync("ADMIN");
            await client.RecordAsync(AnEvent.Json("e"));
            await with.SettleAsync();
            id = (await client.AskAsync("/api/v1/poison")).Data[0].GetProperty("id").GetString()!;
        }
        await using var without = await TestApp.StartAsync(folder.Path, null, NoSweep);
        using var admin = await without.ClientWithKeyAsync("ADMIN");

        var answer = await admin.AskAsync(HttpMethod.Post, $"/api/v1/poison/{id}/send");

        Assert.Equal((409, "CONFLICT"), (answer.Status, answer.Code));
        Assert.Contains("topic", answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2515938275999999999~0f3e5c1d2b4a69788796a5b4c3d2e1f0")]
    [InlineData("nothing")]
    [InlineData("%2e%2e%5c%23%3f")]
    [InlineData("2515938275999999999~0F3E5C1D2B4A69788796A5B4C3D2E1F0")]
    public async Task What_was_not_refused_is_not_found(string id)
    {
        var answer = await _admin.AskAsync(HttpMethod.Post, $"/api/v1/poison/{id}/send");

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=nonsense", "cursor")]
    [InlineData("from=-2h", "from")]
    public async Task A_wrong_parameter_is_named(string query, string named)
    {
        var answer = await _admin.AskAsync("/api/v1/poison?" + query);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Status, answer.Code));
        Assert.Contains(named, answer.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("READ_ONLY")]
    [InlineData("READ_WRITE")]
    public async Task Only_a_key_of_scope_ADMIN_may_look_and_send(string scope)
    {
        using var client = await _app.ClientWithKeyAsync(scope);

        Assert.Equal(403, (await client.AskAsync("/api/v1/poison")).Status);
        Assert.Equal(403, (await client.AskAsync(HttpMethod.Post, "/api/v1/poison/x/send")).Status);
    }

    [Fact]
    public async Task An_event_kept_by_a_program_that_was_killed_then_is_kept_once_and_leaves_the_outbox()
    {
        var id = await PoisonAsync();
        var kept = (await _app.RowsAsync(Tables.Poison)).Single();
        _topic.Refuse(400, "e");

        // As it was between the two writes: the event is kept, and its outbox row is still there.
        var e = PoisonedEvent.Read(kept).Event;
        var row = OutboxEntry.Write(_app.Organization, e);
        row["Stage"] = "publish";
        await _app.Store.WriteAsync(Tables.Ledger, [Write.Add(row)], TestContext.Current.CancellationToken);
        await _app.SweepAsync(TimeProvider.System.GetUtcNow().AddMinutes(1));

        Assert.Equal(0, await _app.CountOutboxAsync());
        Assert.Equal(id, Assert.Single((await _admin.AskAsync("/api/v1/poison")).Data.EnumerateArray()).GetProperty("id").GetString());
    }

    private async Task<string> PoisonAsync()
    {
        _topic.Refuse(400, "e");
        await _admin.RecordAsync(AnEvent.Json("e"));
        await _app.SettleAsync();
        return (await _admin.AskAsync("/api/v1/poison")).Data[0].GetProperty("id").GetString()!;
    }
}
