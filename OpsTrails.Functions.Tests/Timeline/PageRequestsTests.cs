using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Timeline;

/// <summary>What pages cost, counted: the store may grow in events, cells and days.</summary>
public sealed class PageRequestsTests
{
    private static readonly Timestamp Newest = Timestamp.From(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(200, 2, 3)]
    [InlineData(3_000, 60, 400)]
    public async Task A_plain_page_costs_two_requests_whatever_the_number_of_events_cells_and_days(int events, int cells, int days)
    {
        await using var app = await StartedWithAsync(events, cells, days);
        using var client = await app.ClientWithKeyAsync("READ_ONLY");
        var first = await client.GetJsonAsync("/api/v1/events?limit=25");

        using var requests = new StorageRequests(app);
        first = await client.GetJsonAsync("/api/v1/events?limit=25");
        Assert.Equal("ledger read 1, timeline query 1", requests.ListingWithout("keys"));

        using var further = new StorageRequests(app);
        await client.GetJsonAsync("/api/v1/events?limit=25&cursor=" + Cursor(first));
        Assert.InRange(further.Count, 1, 2);
    }

    [Fact]
    public async Task One_cell_costs_its_own_partition_alone()
    {
        await using var app = await StartedWithAsync(3_000, 60, 400);
        using var client = await app.ClientWithKeyAsync("READ_ONLY");
        await client.GetJsonAsync("/api/v1/events");

        using var requests = new StorageRequests(app);
        var first = await client.GetJsonAsync("/api/v1/events?limit=25&source=S3&subject=E");
        Assert.Equal("events query 1, ledger read 1", requests.ListingWithout("keys"));

        using var further = new StorageRequests(app);
        await client.GetJsonAsync("/api/v1/events?limit=25&source=S3&subject=E&cursor=" + Cursor(first));
        Assert.Equal("events query 1", further.ListingWithout("keys"));
    }

    [Fact]
    public async Task A_filter_that_finds_nothing_stops_after_ten_rounds_and_goes_on_from_its_cursor()
    {
        await using var app = await StartedWithAsync(12_000, 60, 400);
        using var client = await app.ClientWithKeyAsync("READ_ONLY");
        await client.GetJsonAsync("/api/v1/events");

        using var requests = new StorageRequests(app);
        var first = await client.GetJsonAsync("/api/v1/events?search=needle");
        Assert.Equal("ledger read 1, timeline query 11", requests.ListingWithout("keys"));
        Assert.Equal(0, first.GetProperty("data").GetArrayLength());

        using var further = new StorageRequests(app);
        var second = await client.GetJsonAsync("/api/v1/events?search=needle&cursor=" + Cursor(first));
        Assert.InRange(further.Count, 2, 3);
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    private static async Task<TestApp> StartedWithAsync(int events, int cells, int days)
    {
        var app = await TestApp.StartAsync();
        await app.RecordAsync([
            .. Enumerable
                .Range(0, events)
                .Select(i =>
                    RecordedEvents.Json(
                        $"e{i}",
                        RecordedEvents.TimeText(Newest - new TimeSpan(i * (days * TimeSpan.TicksPerDay / events))),
                        $"S{i % cells}",
                        "E"
                    )
                ),
        ]);
        return app;
    }

    private static string Cursor(JsonElement page) => page.GetProperty("nextCursor").GetString()!;
}
