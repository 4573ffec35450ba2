using System.Globalization;
using System.Text.Json;
using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Timeline;

/// <summary>
/// What one page of the console shows agrees: with the window of the list, the list, the total, the buckets and every facet count the same
/// events, whatever lies ahead and however wrong the clocks of the senders are.
/// </summary>
public sealed class CountsAgreeTests
{
    private static readonly string[] Filters =
    [
        "",
        "type:deployment",
        "type:dep*",
        "-type:DEP*",
        "source:*checkout*",
        "source:*checkout* subject:QA",
        "subject:QA source:*-service -version:1.*",
        "-subject:*",
        "severity>=MAJOR",
        "severity:m*",
        "severity=LOW severity=\"\"",
        "subject:nowhere",
        "needle",
        "-needle type:*.started",
    ];

    private static readonly string[] Froms = ["-1h", "-24h", "-7d", ""];
    private static readonly string[] Fields = ["byType", "bySeverity", "bySource", "bySubject"];

    /// <summary>Seconds from now: mostly near it, as with wrong clocks, some far behind, and some planned.</summary>
    private static readonly Gen<double> Offset = Gen.OneOf(
        Gen.Double[-3, 3],
        Gen.Double[-300, 300],
        Gen.Double[-9 * 86_400, 0],
        Gen.Double[0, 23 * 3_600],
        Gen.Const(0.0)
    );

    private static readonly Gen<Sent> Event = Gen.Select(
            Offset,
            Gen.OneOf("deployment", "deployment.started", "maintenance.started", "incident.opened"),
            Gen.OneOf("//github.com/acme/checkout-service", "basket-service", "CHECKOUT", "db"),
            Gen.OneOf<string?>("QA", "PRODUCTION", null),
            Gen.OneOf<string?>([.. EventRules.Severities, null]),
            Gen.OneOf<string?>("1.2.3", "2.0", null),
            Gen.OneOf("a Needle", "hay")
        )
        .Select(
            (offset, type, source, subject, severity, version, text) => new Sent(offset, type, source, subject, severity, version, text)
        );

    [Fact]
    public async Task The_list_the_total_the_buckets_and_the_facets_count_the_same_events()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var client = await app.ClientWithKeyAsync();
        var recorded = 0;

        await Gen.Select(Event.Array[1, 40], Gen.OneOf(Filters), Gen.OneOf(Froms), Gen.Bool, Gen.Int[0, 7_200])
            .SampleAsync(
                async (events, q, from, byHour, seconds) =>
                {
                    await app.RecordAsync([.. events.Select(e => e.ToJson($"e{recorded++}", clock.GetUtcNow()))]);
                    // What was planned comes due as time goes by.
                    clock.Advance(TimeSpan.FromSeconds(seconds / 4.0));
                    var query = $"q={Uri.EscapeDataString(q)}{(from.Length == 0 ? "" : "&from=" + from)}";

                    var (listed, scheduled, window) = await ListAsync(client, query);

                    var bounds = string.Concat(Edges(window).Select(edge => $"&{edge.Name}={Uri.EscapeDataString(edge.Value)}"));
                    var summary = await client.GetJsonAsync(
                        $"/api/v1/summary?q={Uri.EscapeDataString(q)}{bounds}&bucket={(byHour && from.Length > 0 ? "hour" : "day")}"
                    );
                    var data = summary.GetProperty("data");
                    // Without a start the list goes back to the first event, and a summary counts 7 days.
                    var begin = data.GetProperty("window").GetProperty("from").GetDateTimeOffset();
                    var counted = listed.Where(e => e.GetProperty("time").GetDateTimeOffset() >= begin).ToList();

                    Assert.True(data.GetProperty("complete").GetBoolean());
                    Assert.Equal(counted.Count, data.GetProperty("total").GetInt32());
                    Assert.All(Fields, field => Assert.Equal(counted.Count, SumOf(data.GetProperty(field))));
                    AssertBuckets(data, counted);
                    AssertScheduled(listed, scheduled, clock.GetUtcNow());
                },
                iter: 60,
                threads: 1
            );
    }

    private static async Task<(List<JsonElement> Listed, List<JsonElement> Scheduled, JsonElement Window)> ListAsync(
        HttpClient client,
        string query
    )
    {
        var first = await client.GetJsonAsync($"/api/v1/events?limit=100&{query}");
        var (listed, page) = (first.GetProperty("data").EnumerateArray().ToList(), first);
        while (page.GetProperty("nextCursor").GetString() is { } cursor)
        {
            page = await client.GetJsonAsync($"/api/v1/events?limit=100&{query}&cursor={cursor}");
            Assert.Equal(first.GetProperty("window").GetRawText(), page.GetProperty("window").GetRawText());
            listed.AddRange(page.GetProperty("data").EnumerateArray());
        }
        return (listed, [.. first.GetProperty("scheduled").EnumerateArray()], first.GetProperty("window"));
    }

    private static IEnumerable<(string Name, string Value)> Edges(JsonElement window) =>
        new[] { "from", "to" }
            .Select(name => (name, window.GetProperty(name).GetString()))
            .Where(edge => edge.Item2 is not null)
            .Select(edge => (edge.name, edge.Item2!));

    private static int SumOf(JsonElement facet) =>
        facet.GetProperty("values").EnumerateArray().Sum(value => value.GetProperty("count").GetInt32())
        + facet.GetProperty("otherCount").GetInt32();

    private static void AssertBuckets(JsonElement data, List<JsonElement> counted)
    {
        var buckets = data.GetProperty("buckets").EnumerateArray().ToList();
        Assert.Equal(counted.Count, buckets.Sum(bucket => bucket.GetProperty("count").GetInt32()));
        for (var rank = 0; rank < EventRules.Severities.Count; rank++)
        {
            Assert.Equal(
                counted.Count(e => e.GetProperty("severity").GetString() == EventRules.Severities[rank]),
                buckets.Sum(bucket => bucket.TryGetProperty("bySeverity", out var counts) ? counts[rank].GetInt32() : 0)
            );
        }
    }

    private static void AssertScheduled(List<JsonElement> listed, List<JsonElement> scheduled, DateTimeOffset now)
    {
        Assert.All(listed, e => Assert.True(e.GetProperty("time").GetDateTimeOffset() <= now));
        Assert.All(scheduled, e => Assert.True(e.GetProperty("time").GetDateTimeOffset() > now));
        var ids = listed.Concat(scheduled).Select(e => e.GetProperty("id").GetString()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private sealed record Sent(double Offset, string Type, string Source, string? Subject, string? Severity, string? Version, string Text)
    {
        public string ToJson(string id, DateTimeOffset now) =>
            JsonSerializer.Serialize(
                new Dictionary<string, object?>
                {
                    ["specversion"] = "1.0",
                    ["id"] = id,
                    ["time"] = now.AddSeconds(Offset).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture),
                    ["type"] = Type,
                    ["source"] = Source,
                    ["subject"] = Subject,
                    ["severity"] = Severity,
                    ["version"] = Version,
                    ["data"] = new { description = Text },
                }
            );
    }
}
