using System.Globalization;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Days;

/// <summary>What a year of days costs, in requests of the store as the operators' meter counts them.</summary>
public sealed class DaysRequestsTests
{
    private static readonly DateTimeOffset Start = new(2025, 6, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_year_of_12_environments_takes_a_few_requests_once_it_was_counted()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(null, clock.AddTo, RetainingApp.NoSweep);
        using var client = await app.ClientWithKeyAsync();
        await app.RecordAsync([
            .. Enumerable
                .Range(0, 365 * 12)
                .Select(i =>
                    RecordedEvents.Json(
                        string.Create(CultureInfo.InvariantCulture, $"e-{i}"),
                        RecordedEvents.TimeText(Start.AddDays(i / 12).UtcTicks),
                        subject: string.Create(CultureInfo.InvariantCulture, $"E-{i % 12}")
                    )
                ),
        ]);
        var counted = await client.GetJsonAsync("/api/v1/days?from=-364d");
        Assert.True(counted.GetProperty("data").GetProperty("complete").GetBoolean());
        using var requests = new StorageRequests(app);

        var read = await client.GetJsonAsync("/api/v1/days?from=-364d");

        var environments = read.GetProperty("data").GetProperty("environments").EnumerateArray().ToList();
        Assert.Equal(12, environments.Count);
        Assert.All(environments, environment => Assert.Equal(365, environment.GetProperty("days").GetArrayLength()));
        Assert.Equal(read.GetProperty("data").GetRawText(), counted.GetProperty("data").GetRawText());

        // Counted days, 5 pages of counts, today, freezes and incidents, and two of the ledger for what is not as it was counted.
        Assert.Equal("days query 6, incidents query 2, ledger query 2, timeline query 1", requests.ListingWithout("keys", "settings"));
    }
}
