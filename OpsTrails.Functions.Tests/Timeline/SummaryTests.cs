using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Tests.Timeline;

public sealed class SummaryTests : IAsyncLifetime
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(configure: _clock.AddTo);
        _client = await _app.ClientWithKeyAsync("ADMIN");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Events_are_counted_by_what_they_are_and_when()
    {
        await RecordAsync(
            ("2026-06-01T10:15:00Z", "deployment", "BE", "PROD", "MAJOR"),
            ("2026-06-01T10:45:00Z", "deployment", "BE", "DEV", null),
            ("2026-06-01T11:00:00Z", "rollback", "FE", null, "LOW"),
            ("2026-06-01T12:00:00Z", "deployment", "BE", "PROD", null)
        );

        var answer = await _client.AskAsync("/api/v1/summary?from=2026-06-01T10:00:00Z&to=2026-06-01T12:00:00Z&timezone=Europe/Warsaw");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """
            {"success":true,"data":{"window":{"from":"2026-06-01T10:00:00.000Z","to":"2026-06-01T12:00:00.000Z"},
            "timezone":"Europe/Warsaw","bucket":"hour","complete":true,
            "counted":{"from":"2026-06-01T10:00:00.000Z","to":"2026-06-01T12:00:00.000Z"},"total":3,
            "byType":{"values":[{"value":"deployment","count":2},{"value":"rollback","count":1}],"otherCount":0},
            "bySeverity":{"values":[{"value":null,"count":1},{"value":"LOW","count":1},{"value":"MAJOR","count":1}],"otherCount":0},
            "bySource":{"values":[{"value":"BE","count":2},{"value":"FE","count":1}],"otherCount":0},
            "bySubject":{"values":[{"value":null,"count":1},{"value":"DEV","count":1},{"value":"PROD","count":1}],"otherCount":0},
            "buckets":[{"start":"2026-06-01T10:00:00.000Z","local":"2026-06-01T12:00:00+02:00","count":2,"bySeverity":[0,0,1,0]},
            {"start":"2026-06-01T11:00:00.000Z","local":"2026-06-01T13:00:00+02:00","count":1,"bySeverity":[1,0,0,0]}]}}
            """.ReplaceLineEndings(""),
            answer.Body
        );
    }

    [Theory]
    [InlineData("", "2026-05-25T12:00:00.000Z", "2026-06-01T12:00:00.000Z", "day", 8)]
    [InlineData("from=-3d", "2026-05-29T12:00:00.000Z", "2026-06-01T12:00:00.000Z", "hour", 72)]
    [InlineData("from=-73h", "2026-05-29T11:00:00.000Z", "2026-06-01T12:00:00.000Z", "day", 4)]
    [InlineData("to=2026-03-01T00:00:00Z", "2026-02-22T00:00:00.000Z", "2026-03-01T00:00:00.000Z", "day", 7)]
    [InlineData("from=-1d&bucket=day", "2026-05-31T12:00:00.000Z", "2026-06-01T12:00:00.000Z", "day", 2)]
    [InlineData("from=-10d&bucket=hour", "2026-05-22T12:00:00.000Z", "2026-06-01T12:00:00.000Z", "hour", 240)]
    [InlineData("from=now", "2026-06-01T12:00:00.000Z", "2026-06-01T12:00:00.000Z", "hour", 0)]
    public async Task Omitted_parameters_get_defaults_that_the_answer_names(
        string query,
        string from,
        string to,
        string bucket,
        int buckets
    )
    {
        var data = (await _client.AskAsync("/api/v1/summary?" + query)).Data;

        Assert.Equal(from, data.GetProperty("window").GetProperty("from").GetString());
        Assert.Equal(to, data.GetProperty("window").GetProperty("to").GetString());
        Assert.Equal(bucket, data.GetProperty("bucket").GetString());
        Assert.Equal(buckets, data.GetProperty("buckets").GetArrayLength());
        Assert.Equal("UTC", data.GetProperty("timezone").GetString());
    }

    [Theory]
    [InlineData("bucket=week", "bucket: \"week\" is unknown. Use hour or day")]
    [InlineData("bucket=hour&bucket=day", "bucket: was sent 2 times. Send it once")]
    [InlineData("from=-60d&bucket=hour", "bucket: must be day for a window of more than 1000 hours. Send bucket=day or a shorter window")]
    [InlineData("from=-200w", "bucket: would count more than 1000 days. Send a shorter window")]
    [InlineData("limit=5", "\"limit\": is unknown. Use from, to, timezone, type")]
    [InlineData("cursor=x", "\"cursor\": is unknown")]
    [InlineData("from=now&to=-1h", "is after to")]
    [InlineData(
        "from=2026-06-02T00:00:00Z",
        "from: 2026-06-02T00:00:00.000Z is after now, where the window ends without to. Send to as well"
    )]
    [InlineData(
        "timezone=Mars/Base&bucket=x&severity=y",
        "severity: \"y\" is unknown. Use LOW, MINOR, MAJOR or CRITICAL; "
            + "timezone: \"Mars/Base\" is unknown. Use an IANA name such as Europe/Warsaw; bucket: \"x\""
    )]
    public async Task An_invalid_query_is_refused_with_what_to_send(string query, string error)
    {
        var answer = await _client.AskAsync("/api/v1/summary?" + query);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Status, answer.Code));
        Assert.Contains(error, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_are_those_of_the_organization_unless_a_zone_is_asked_for()
    {
        await RecordAsync(("2026-05-31T22:30:00Z", "deployment", "BE", "PROD", null));
        await _client.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"timeZone":"Europe/Warsaw"}""");

        var own = (await _client.AskAsync("/api/v1/summary?from=-1d&bucket=day")).Data;
        var asked = (await _client.AskAsync("/api/v1/summary?from=-1d&bucket=day&timezone=UTC")).Data;

        Assert.Equal(["2026-05-31T00:00:00+02:00 0", "2026-06-01T00:00:00+02:00 1"], Buckets(own));
        Assert.Equal(["2026-05-31T00:00:00+00:00 1", "2026-06-01T00:00:00+00:00 0"], Buckets(asked));
    }

    [Theory]
    [InlineData("Europe/Warsaw", "2026-03-23", "2026-03-29", 7 * 24 - 1, "2026-03-29T03:00:00+02:00")]
    [InlineData("America/New_York", "2026-03-02", "2026-03-08", 7 * 24 - 1, "2026-03-08T03:00:00-04:00")]
    [InlineData("Europe/Warsaw", "2025-10-20", "2025-10-26", 7 * 24 + 1, "2025-10-26T02:00:00+01:00")]
    [InlineData("America/New_York", "2025-10-27", "2025-11-02", 7 * 24 + 1, "2025-11-02T01:00:00-05:00")]
    public async Task In_the_week_in_which_clocks_change_hours_and_days_hold_the_same_events(
        string zone,
        string from,
        string to,
        int hours,
        string afterChange
    )
    {
        var start = DateTimeOffset.Parse(from + "T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).AddHours(-12);
        await RecordAsync([
            .. Enumerable
                .Range(0, 96)
                .Select(i => (start.AddMinutes(i * 120 + 30).ToString("O"), "deployment", "BE", (string?)"PROD", (string?)null)),
        ]);

        var byHour = (await _client.AskAsync($"/api/v1/summary?from={from}&to={to}&timezone={zone}&bucket=hour")).Data;
        var byDay = (await _client.AskAsync($"/api/v1/summary?from={from}&to={to}&timezone={zone}&bucket=day")).Data;

        var hourly = Buckets(byHour).Select(line => line.Split(' ')).ToList();
        Assert.Equal(hours, hourly.Count);
        Assert.Contains(afterChange, hourly.Select(line => line[0]));
        Assert.Equal(7, byDay.GetProperty("buckets").GetArrayLength());
        Assert.Equal(
            Buckets(byDay).Select(line => (line[..10], int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture))),
            hourly
                .GroupBy(line => line[0][..10])
                .Select(day => (day.Key, day.Sum(line => int.Parse(line[1], System.Globalization.CultureInfo.InvariantCulture))))
        );
        Assert.Equal(byHour.GetProperty("total").GetInt32(), byDay.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Past_the_limit_the_newest_are_counted_exactly_and_the_range_is_said()
    {
        // Three of one moment, across which the limit of five falls: they are counted all.
        await RecordAsync([
            .. new[] { "00", "10", "20", "30", "30", "30", "40", "50" }.Select(minute =>
                ($"2026-06-01T11:{minute}:00Z", "deployment", "BE", (string?)"PROD", (string?)null)
            ),
        ]);
        _app.Services.GetRequiredService<Summaries>().MaxScanned = 4;

        var data = (await _client.AskAsync("/api/v1/summary?from=2026-06-01T08:00:00Z")).Data;

        Assert.False(data.GetProperty("complete").GetBoolean());
        Assert.Equal("2026-06-01T11:20:00.0000001Z", data.GetProperty("counted").GetProperty("from").GetString());
        Assert.Equal("2026-06-01T12:00:00.000Z", data.GetProperty("counted").GetProperty("to").GetString());
        Assert.Equal(5, data.GetProperty("total").GetInt32());
        Assert.Equal(["2026-06-01T11:00:00+00:00 5"], Buckets(data));
    }

    [Fact]
    public async Task As_many_as_the_limit_are_complete()
    {
        await RecordAsync([
            .. Enumerable.Range(0, 5).Select(i => ($"2026-06-01T11:0{i}:00Z", "deployment", "BE", (string?)"PROD", (string?)null)),
        ]);
        _app.Services.GetRequiredService<Summaries>().MaxScanned = 5;

        var data = (await _client.AskAsync("/api/v1/summary")).Data;

        Assert.True(data.GetProperty("complete").GetBoolean());
        Assert.Equal(5, data.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task At_the_limit_of_rounds_the_incomplete_moment_is_left_out()
    {
        await RecordAsync([
            .. new[] { "00", "10", "10" }.Select(minute =>
                ($"2026-06-01T11:{minute}:00Z", "deployment", "BE", (string?)"PROD", (string?)null)
            ),
        ]);
        _app.Services.GetRequiredService<Summaries>().MaxRounds = 1;

        // The rest of the day is one round, older days would be another.
        var data = (await _client.AskAsync("/api/v1/summary?from=-2d&to=now")).Data;

        Assert.False(data.GetProperty("complete").GetBoolean());
        Assert.Equal("2026-06-01T11:00:00.0000001Z", data.GetProperty("counted").GetProperty("from").GetString());
        Assert.Equal(2, data.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_hundred_values_are_named_and_the_rest_is_summed()
    {
        await RecordAsync([
            .. Enumerable.Range(0, 120).Select(i => ("2026-06-01T11:00:00Z", $"type-{i:D3}", "BE", (string?)"PROD", (string?)null)),
            ("2026-06-01T11:00:00Z", "type-119", "BE", "PROD", null),
        ]);

        var byType = (await _client.AskAsync("/api/v1/summary")).Data.GetProperty("byType");

        var values = byType.GetProperty("values").EnumerateArray().ToList();
        Assert.Equal(100, values.Count);
        Assert.Equal(("type-119", 2), (values[0].GetProperty("value").GetString(), values[0].GetProperty("count").GetInt32()));
        Assert.Equal("type-000", values[1].GetProperty("value").GetString());
        Assert.Equal(20, byType.GetProperty("otherCount").GetInt32());
    }

    private async Task RecordAsync(params (string Time, string Type, string Source, string? Subject, string? Severity)[] events)
    {
        foreach (var batch in events.Chunk(500))
        {
            var json = JsonSerializer.Serialize(
                batch.Select(e => new Dictionary<string, string?>
                {
                    ["specversion"] = "1.0",
                    ["time"] = e.Time,
                    ["type"] = e.Type,
                    ["source"] = e.Source,
                    ["subject"] = e.Subject,
                    ["severity"] = e.Severity,
                })
            );
            var answer = await _client.RecordAsync(json);
            Assert.All(answer.Data.EnumerateArray(), item => Assert.Equal(201, item.GetProperty("status").GetInt32()));
        }
    }

    private static IEnumerable<string> Buckets(JsonElement data) =>
        data.GetProperty("buckets")
            .EnumerateArray()
            .Select(bucket => $"{bucket.GetProperty("local").GetString()} {bucket.GetProperty("count").GetInt32()}");
}
