using System.Net;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Timeline;

public sealed class ListEventsTests(ListEventsTests.Program program) : IClassFixture<ListEventsTests.Program>
{
    private readonly HttpClient _client = program.Client;

    public sealed class Program : SharedProgram
    {
        internal HttpClient Client { get; private set; } = null!;

        private protected override async Task PrepareAsync()
        {
            Client = await App.ClientWithKeyAsync("READ_ONLY");
            await App.RecordAsync([
                RecordedEvents.Json("a", "2026-11-01T10:00:00Z", "BE", "STAGING", "deployment", "LOW", "1.0", "first try"),
                RecordedEvents.Json("b", "2026-11-02T10:00:00Z", "BE", "PRODUCTION", "deployment", "MAJOR", "1.0", "Rollout Łódź"),
                RecordedEvents.Json("c", "2026-11-03T10:00:00Z", "DB", "PRODUCTION", "migration", "CRITICAL"),
                RecordedEvents.Json("d", "2026-11-04T10:00:00Z", "DB", null, "incident", "CRITICAL", description: "disk full"),
                RecordedEvents.Json("e/f?g", "2026-11-05T10:00:00Z", "FE", "STAGING", "rollback", "MINOR", "0.9"),
            ]);
        }

        private protected override ValueTask EndAsync()
        {
            Client.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Theory]
    [InlineData("", "e/f?g d c b a")]
    [InlineData("type=deployment", "b a")]
    [InlineData("type=deployment&type=rollback", "e/f?g b a")]
    [InlineData("source=DB&subject=PRODUCTION", "c")]
    [InlineData("subject=", "d")]
    [InlineData("severity=MAJOR&severity=CRITICAL", "d c b")]
    [InlineData("version=1.0&subject=PRODUCTION", "b")]
    [InlineData("search=ŁÓDŹ", "b")]
    [InlineData("search=FIRST", "a")]
    [InlineData("search=db", "d c")]
    [InlineData("q=severity%3E%3DMAJOR%20-source:BE", "d c")]
    [InlineData("q=type:deployment%20%22first%20try%22", "a")]
    [InlineData("q=subject:%22%22", "d")]
    [InlineData("from=2026-11-02T10:00:00Z&to=2026-11-04T10:00:00Z", "c b")]
    [InlineData("from=2026-11-03&to=2026-11-03&timezone=Europe/Warsaw", "c")]
    [InlineData("id=e/f?g", "e/f?g")]
    [InlineData("id=a&type=rollback", "")]
    public async Task A_query_returns_its_events_newest_first(string query, string ids)
    {
        var page = await _client.GetJsonAsync("/api/v1/events?" + query);

        Assert.Equal(ids, string.Join(' ', page.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("id").GetString())));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task The_answer_has_the_window_in_UTC_and_the_feed_position()
    {
        var page = await _client.GetJsonAsync("/api/v1/events?from=2026-11-02T12:00&timezone=Europe/Warsaw&to=2026-11-03T00:00:00-05:00");

        Assert.Equal("2026-11-02T11:00:00.000Z", page.GetProperty("window").GetProperty("from").GetString());
        Assert.Equal("2026-11-03T05:00:00.000Z", page.GetProperty("window").GetProperty("to").GetString());
        Assert.Equal("f5", page.GetProperty("feed").GetString());
    }

    [Theory]
    [InlineData("colour=red", "\"colour\": is unknown. Use from, to")]
    [InlineData("limit=0", "limit: must be a number from 1 to 100, not \"0\"")]
    [InlineData("limit=101", "limit: must be a number from 1 to 100, not \"101\"")]
    [InlineData("limit=10&limit=20", "limit: was sent 2 times")]
    [InlineData("severity=high", "severity: \"high\" is unknown. Use LOW, MINOR, MAJOR or CRITICAL")]
    [InlineData("from=yesterday", "from: \"yesterday\" is not a valid time. Send now, a span such as")]
    [InlineData("from=2026-11-03", "from: \"2026-11-03\" has no zone")]
    [InlineData("from=now&to=-1h", "is after to")]
    [InlineData("timezone=Mars/Base", "timezone: \"Mars/Base\" is unknown")]
    [InlineData("cursor=abc", "cursor: is invalid")]
    [InlineData("q=colour:red", "q: unknown field \"colour\" (column 1)")]
    [InlineData(
        "q=a%20severity%3E%3Dbad%20%22open",
        "\"bad\" is unknown (column 13). Use LOW, MINOR, MAJOR or CRITICAL; q: unclosed double quote (column 17)"
    )]
    public async Task An_invalid_query_is_refused_with_what_to_send(string query, string fragment)
    {
        using var response = await _client.GetAsync(
            new Uri("/api/v1/events?" + query, UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        var answer = await response.ReadJsonAsync();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("VALIDATION_ERROR", answer.GetProperty("code").GetString());
        Assert.Contains(fragment, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_works_only_with_its_own_query()
    {
        var first = await _client.GetJsonAsync("/api/v1/events?limit=1&type=deployment");
        var cursor = first.GetProperty("nextCursor").GetString();

        using var same = await _client.GetAsync(
            new Uri("/api/v1/events?limit=5&type=deployment&cursor=" + cursor, UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        using var other = await _client.GetAsync(
            new Uri("/api/v1/events?limit=5&type=rollback&cursor=" + cursor, UriKind.Relative),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.OK, same.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        Assert.Contains(
            "cursor: belongs to a different query",
            (await other.ReadJsonAsync()).GetProperty("error").GetString(),
            StringComparison.Ordinal
        );
    }
}
