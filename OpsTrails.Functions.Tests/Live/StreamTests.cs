using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Live;

public sealed class StreamTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _client = await _app.ClientWithKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_says_at_once_that_it_is_open_and_where_it_began()
    {
        await _app.RecordIdsAsync("a", "b");

        using var reader = await SseReader.OpenAsync(_client);

        Assert.Matches("^: events in the order recorded\nretry: (1[0-9]{3}|2[0-9]{3}|3000)\nid: f2$", await reader.NextBlockAsync());
        Assert.Equal("text/event-stream", reader.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal(
            ("no-store", "no"),
            (reader.Response.Headers.CacheControl!.ToString(), reader.Response.Headers.GetValues("X-Accel-Buffering").Single())
        );
    }

    [Fact]
    public async Task An_event_is_one_block_of_these_bytes()
    {
        using var reader = await SseReader.OpenedAsync(_client);

        var posted = await _client.RecordAsync(
            "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"Köln\",\"time\":\"NOW\",\"id\":\"e\",\"data\":{\r\n  \"n\": "
                + "1.50,\r\n  \"lines\": \"a\\r\\nb\\u2028🚀\"\r\n}}"
        );

        Assert.Equal($"id: f1\nevent: event\ndata: {posted.Data.GetRawText()}", await reader.NextBlockAsync());
    }

    [Fact]
    public async Task Events_come_in_the_order_recorded_and_a_back_dated_one_at_once()
    {
        await _app.RecordIdsAsync("before");
        using var reader = await SseReader.OpenedAsync(_client);

        await _client.RecordAsync(AnEvent.Json("now"));
        var first = await reader.NextIdsAsync(1);
        await _client.RecordAsync(AnEvent.Json("back-dated", time: "1999-01-01T00:00:00Z"));
        var second = await reader.NextIdsAsync(1);

        Assert.Equal(["now", "back-dated"], first.Concat(second));
    }

    [Fact]
    public async Task From_the_beginning_everything_comes()
    {
        string[] ids = [.. Enumerable.Range(0, 350).Select(i => "e" + i)];
        await _app.RecordIdsAsync(ids);

        using var reader = await SseReader.OpenedAsync(_client, "?after=begin");

        Assert.Equal(ids, await reader.NextIdsAsync(ids.Length));
    }

    [Fact]
    public async Task A_disconnected_client_resumes_from_its_last_id_without_loss_or_repeat()
    {
        IReadOnlyList<string> before;
        string? last;
        using (var reader = await SseReader.OpenedAsync(_client))
        {
            await _app.RecordIdsAsync("a", "b", "c");
            before = await reader.NextIdsAsync(2);
            last = reader.LastId;
        }
        await _app.RecordIdsAsync("d", "e");

        using var again = await SseReader.OpenedAsync(_client, lastEventId: last);

        Assert.Equal(["a", "b"], before);
        Assert.Equal(["c", "d", "e"], await again.NextIdsAsync(3));
    }

    [Fact]
    public async Task A_client_disconnected_before_the_first_event_resumes_from_its_start()
    {
        await _app.RecordIdsAsync("before");
        string? began;
        using (var reader = await SseReader.OpenedAsync(_client))
            began = reader.LastId;
        await _app.RecordIdsAsync("missed");

        using var again = await SseReader.OpenedAsync(_client, lastEventId: began);

        Assert.Equal(["missed"], await again.NextIdsAsync(1));
    }

    [Fact]
    public async Task The_last_event_id_wins_over_the_cursor_in_the_URL()
    {
        await _app.RecordIdsAsync("a", "b");

        using var reader = await SseReader.OpenedAsync(_client, "?after=begin", "f1");

        Assert.Equal(["b"], await reader.NextIdsAsync(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("type=deployment")]
    [InlineData("type=deployment&type=rollback")]
    [InlineData("source=DB&subject=PRODUCTION")]
    [InlineData("subject=")]
    [InlineData("severity=MAJOR&severity=CRITICAL")]
    [InlineData("version=1.0&subject=PRODUCTION")]
    [InlineData("search=%C5%81%C3%93D%C5%B9")]
    [InlineData("q=severity%3E%3DMAJOR%20-source:BE")]
    [InlineData("q=type:deployment%20%22first%20try%22")]
    [InlineData("q=-deployment")]
    public async Task Filters_of_the_feed_give_the_events_that_the_same_filters_of_a_page_give(string filter)
    {
        await _app.RecordAsync([
            RecordedEvents.Json("a", "2026-11-01T10:00:00Z", "BE", "STAGING", "deployment", "LOW", "1.0", "first try"),
            RecordedEvents.Json("b", "2026-11-02T10:00:00Z", "BE", "PRODUCTION", "deployment", "MAJOR", "1.0", "Rollout Łódź"),
            RecordedEvents.Json("c", "2026-11-03T10:00:00Z", "DB", "PRODUCTION", "migration", "CRITICAL"),
            RecordedEvents.Json("d", "2026-11-04T10:00:00Z", "DB", null, "incident", "CRITICAL", description: "disk full"),
            RecordedEvents.Json("e", "2026-11-05T10:00:00Z", "FE", "STAGING", "rollback", "MINOR", "0.9"),
        ]);
        var listed = (await _client.AskAsync("/api/v1/events?" + filter)).Data.Ids().Reverse().ToList();

        var polled = (await _client.AskAsync("/api/v1/events?after=begin&" + filter)).Data.Ids();
        using var reader = await SseReader.OpenedAsync(_client, "?after=begin&" + filter);

        Assert.NotEmpty(listed);
        Assert.Equal(listed, polled);
        Assert.Equal(listed, await reader.NextIdsAsync(listed.Count));
    }

    [Theory]
    [InlineData("?colour=red", null, "\"colour\"")]
    [InlineData("?after=12", null, "after")]
    [InlineData("", "12", "Last-Event-ID")]
    public async Task An_invalid_query_is_refused_before_the_stream_starts(string query, string? lastEventId, string field)
    {
        var answer = await _client.AskAsync(
            HttpMethod.Get,
            "/api/v1/events/stream" + query,
            headers: lastEventId is null ? [] : ["Last-Event-ID: " + lastEventId]
        );

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Status, answer.Code));
        Assert.StartsWith(field + ": ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_method_than_GET_and_HEAD_is_refused_in_JSON()
    {
        var answer = await _client.AskAsync(HttpMethod.Post, "/api/v1/events/stream", "{}");
        var head = await _client.AskAsync(HttpMethod.Head, "/api/v1/events/stream");

        Assert.Equal((405, "METHOD_NOT_ALLOWED", "DELETE, GET, HEAD"), (answer.Status, answer.Code, answer.Header("allow")));
        Assert.Equal(200, head.Status);
    }

    [Fact]
    public async Task One_reader_too_many_gets_retry_after()
    {
        await using var app = await TestApp.StartAsync(settings: "OpsTrails:Live:MaxReaders=1");
        using var client = await app.ClientWithKeyAsync();
        using var reader = await SseReader.OpenedAsync(client);

        var stream = await client.AskAsync("/api/v1/events/stream");
        var poll = await client.AskAsync("/api/v1/events?after=now");

        Assert.Equal((429, "QUOTA_EXCEEDED", "5"), (stream.Status, stream.Code, stream.Header("retry-after")));
        Assert.Equal(429, poll.Status);
    }
}
