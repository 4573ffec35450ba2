using System.Globalization;
using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>Pages of rows: bounded, walked to the end, in the zone that was asked for.</summary>
public sealed class QueryEventsTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private Assistant _assistant = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(configure: _clock.AddTo);
        _assistant = await Assistant.ConnectAsync(_app, await _app.CreateKeyAsync("READ_ONLY"));
    }

    public async ValueTask DisposeAsync()
    {
        await _assistant.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task A_walk_gives_every_event_once_newest_first(int limit)
    {
        await RecordAsync(60, description: "short");

        var refs = new List<string>();
        var cursor = "";
        do
        {
            var page = await _assistant.CallAsync("query_events", $$"""{"from":"-30d","limit":{{limit}},"cursor":"{{cursor}}"}""");
            refs.AddRange(page.Rows().Select(row => row["ref"]));
            cursor = page.Json.TryGetProperty("next_cursor", out var next) ? next.GetString()! : "";
        } while (cursor.Length > 0 && refs.Count <= 60);

        Assert.Equal(Enumerable.Range(0, 60).Select(Ref), refs);
    }

    [Fact]
    public async Task A_page_ends_at_eight_kilobytes_and_goes_on_where_it_ended()
    {
        await RecordAsync(100, description: new string('ż', 900));

        var first = await _assistant.CallAsync("query_events", """{"from":"-30d","limit":100}""");
        var second = await _assistant.CallAsync(
            "query_events",
            $$"""{"from":"-30d","limit":100,"cursor":"{{first.Json.GetProperty("next_cursor").GetString()}}"}"""
        );

        var shown = first.Rows().Count;
        Assert.InRange(shown, 10, 40);
        Assert.InRange(Encoding.UTF8.GetByteCount(first.Text), 4_000, 9_000);
        Assert.Contains($"{shown} of at least 100 shown", first.Text, StringComparison.Ordinal);
        Assert.Equal(Ref(shown), second.Rows()[0]["ref"]);
    }

    [Fact]
    public async Task The_last_page_has_no_next_cursor()
    {
        await RecordAsync(25, description: "d");

        var page = await _assistant.CallAsync("query_events", """{"from":"-30d"}""");

        Assert.Equal(25, page.Rows().Count);
        Assert.False(page.Json.TryGetProperty("next_cursor", out _));
        Assert.False(page.Json.TryGetProperty("more", out _));
    }

    [Fact]
    public async Task A_query_without_from_covers_seven_days_and_says_so()
    {
        await _app.RecordAsync([RecordedEvents.Json("old", "2026-05-20T12:00:00Z"), RecordedEvents.Json("new", "2026-05-31T12:00:00Z")]);

        var answer = await _assistant.CallAsync("query_events");

        Assert.Equal([ShortRefOf("new")], answer.Rows().Select(row => row["ref"]));
        Assert.Contains("last 7 days", answer.Json.GetProperty("bounded").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ("2026-05-25T12:00:00Z", "2026-06-01T12:00:00Z"),
            (answer.Json.GetProperty("from").GetString(), answer.Json.GetProperty("to").GetString())
        );
    }

    [Fact]
    public async Task A_cursor_of_another_query_is_refused()
    {
        await RecordAsync(3, description: "d");
        var cursor = (await _assistant.CallAsync("query_events", """{"from":"-30d","limit":1}"""))
            .Json.GetProperty("next_cursor")
            .GetString();

        var answer = await _assistant.CallAsync("query_events", $$"""{"from":"-30d","type":"rollback","cursor":"{{cursor}}"}""");

        Assert.True(answer.IsError);
        Assert.Contains("belongs to a different query", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_and_window_come_in_the_zone_that_was_asked_for_and_the_window_in_utc_too()
    {
        // Clocks in Warsaw went back at 01:00 UTC.
        await _app.RecordAsync([
            RecordedEvents.Json("before", "2025-10-26T00:30:00Z"),
            RecordedEvents.Json("after", "2025-10-26T01:30:00Z"),
        ]);

        var answer = await _assistant.CallAsync("query_events", """{"from":"2025-10-26","to":"2025-10-26","timezone":"Europe/Warsaw"}""");

        Assert.Equal(
            [("after", "2025-10-26+01:00 Sun", "02:30:00"), ("before", "2025-10-26+02:00 Sun", "02:30:00")],
            answer.Rows().Select(row => (row["ref"] == ShortRefOf("after") ? "after" : "before", row["day"], row["time"]))
        );
        Assert.Equal("2025-10-25T22:00:00Z", answer.Json.GetProperty("from").GetString());
        Assert.Equal("2025-10-26T00:00:00+02:00", answer.Json.GetProperty("from_local").GetString());
        Assert.Equal("2025-10-26T23:00:00Z", answer.Json.GetProperty("to").GetString());
        Assert.Equal("2025-10-27T00:00:00+01:00", answer.Json.GetProperty("to_local").GetString());
    }

    [Fact]
    public async Task An_empty_result_lists_existing_names_near_names_and_the_newest_event()
    {
        await _app.RecordAsync([
            RecordedEvents.Json("a", "2026-03-01T10:00:00Z", "BE", "STAGING"),
            RecordedEvents.Json("b", "2026-03-02T10:00:00Z", "FE", "PRODUCTION"),
        ]);

        var answer = await _assistant.CallAsync("query_events", """{"source":"BE2","subject":"production"}""");

        Assert.Equal(["FE", "BE"], Names(answer, "sources"));
        Assert.Equal("BE2", answer.Json.GetProperty("source_not_recorded").GetString());
        Assert.Equal(["BE", "FE"], Names(answer, "nearest_sources"));
        Assert.Equal(["PRODUCTION"], Names(answer, "nearest_subjects"));
        Assert.Equal($"{ShortRefOf("b")} at 2026-03-02T10:00:00Z", answer.Json.GetProperty("newest_event").GetString());
    }

    [Fact]
    public async Task Values_equal_in_all_rows_appear_once()
    {
        await RecordAsync(5, description: "d");

        var answer = await _assistant.CallAsync("query_events", """{"from":"-30d","subject":"STAGING"}""");

        Assert.Equal("STAGING", answer.Json.GetProperty("same").GetProperty("subject").GetString());
        Assert.DoesNotContain("subject", answer.Json.GetProperty("columns").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_takes_a_quarter_of_the_bytes_of_the_whole_event_at_most()
    {
        await using var app = await TestApp.StartAsync(configure: _clock.AddTo);
        await app.RecordDemoAsync();
        using var client = await app.ClientWithKeyAsync();
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync());

        var answer = await assistant.CallAsync("query_events", """{"from":"-30d","limit":50}""");
        var whole = (await client.AskAsync("/api/v1/events?from=-30d&limit=50")).Data;

        var rows = answer.Json.GetProperty("rows").GetRawText().Length / (double)answer.Rows().Count;
        var events = whole.EnumerateArray().Average(e => e.GetRawText().Length);
        Assert.InRange(rows / events, 0.1, 0.25);
        Assert.InRange(answer.Text.Length / answer.Rows().Count / events, 0.1, 0.28);
    }

    private Task RecordAsync(int count, string description) =>
        _app.RecordAsync([
            .. Enumerable
                .Range(0, count)
                .Select(i =>
                    RecordedEvents.Json(
                        Id(i),
                        RecordedEvents.TimeText(Noon.AddHours(-1 - i).UtcTicks),
                        i % 2 == 0 ? "BE" : "FE",
                        "STAGING",
                        "deployment",
                        "MINOR",
                        "1." + Id(i),
                        $"{Id(i)} {description}"
                    )
                ),
        ]);

    private static string Id(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static string Ref(int i) => ShortRefOf(Id(i));

    private static string ShortRefOf(string id) => Core.Events.EventRef.Of(id).Digits;

    private static IEnumerable<string?> Names(ToolAnswer answer, string member) =>
        answer.Json.GetProperty(member).EnumerateArray().Select(name => name.GetString());
}
