using OpsTrails.Core.Demo;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Changes;

/// <summary>The story of the demo month over HTTP, and what it costs.</summary>
public sealed class DemoChangesTests
{
    private const string Settings =
        """{"timeZone":"Europe/Warsaw","businessHours":{"days":["mon","tue","wed","thu","fri"],"from":"08:00","to":"18:00"}}""";

    [Fact]
    public async Task The_release_behind_the_checkout_incident_is_ranked_first_and_it_takes_four_requests()
    {
        await using var app = await TestApp.StartAsync();
        var month = DemoMonth.Until(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
        await app.RecordAsync([.. month.Select(Json)]);
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        using var client = await app.ClientWithKeyAsync("READ_ONLY");
        await admin.AskAsync(HttpMethod.Put, "/api/v1/settings", Settings);
        var incident = month.Single(e => e.Description.StartsWith("Checkout answers 500", StringComparison.Ordinal));
        await client.AskAsync("/api/v1/changes-before?time=now");

        using var requests = new StorageRequests(app);
        var data = (await client.AskAsync("/api/v1/changes-before?event=" + incident.Id)).Data;

        // The incident is found and read, the window and the cells are read, which tell every version.
        Assert.Equal("cells query 1, events read 1, ledger query 1, timeline query 1", requests.ListingWithout("keys"));
        var ranked = data.GetProperty("ranked")
            .EnumerateArray()
            .Select(change =>
                $"{change.GetProperty("score")} {change.GetProperty("event").GetProperty("type")} "
                + $"{change.GetProperty("event").GetProperty("source")} {change.GetProperty("event").GetProperty("subject")}"
            );
        Assert.Equal(
            ["83 deployment BE BRAND-A-PRODUCTION", "55 migration DB BRAND-A-PRODUCTION", "49 deployment FE BRAND-A-STAGING"],
            ranked
        );
        Assert.Equal("[]", data.GetProperty("notJudged").GetRawText());
    }

    [Theory]
    [InlineData("time=2026-11-20T13:00:00Z&window=2h", 1)]
    [InlineData("time=2026-11-20T01:00:00Z&window=2h", 2)]
    [InlineData("time=2026-11-20T13:00:00Z&window=7d", 2)]
    public async Task A_window_takes_one_request_or_two_where_it_reaches_over_midnight(string query, int requestsOfTimeline)
    {
        await using var app = await TestApp.StartAsync();
        await app.RecordAsync([.. DemoMonth.Until(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero)).Select(Json)]);
        using var client = await app.ClientWithKeyAsync("READ_ONLY");
        await client.AskAsync("/api/v1/changes-before?time=now");

        using var requests = new StorageRequests(app);
        await client.AskAsync("/api/v1/changes-before?" + query);

        // And at most three versions looked up.
        Assert.Contains($"timeline query {requestsOfTimeline}", requests.ListingWithout("keys"), StringComparison.Ordinal);
        Assert.InRange(requests.Count, 1, 1 + requestsOfTimeline + 3 + 1);
    }

    private static string Json(DemoEvent e) =>
        RecordedEvents.Json(
            e.Id,
            RecordedEvents.TimeText(e.Time.UtcTicks),
            e.Source,
            e.Subject,
            e.Type,
            e.Severity,
            e.Version,
            e.Description
        );
}
