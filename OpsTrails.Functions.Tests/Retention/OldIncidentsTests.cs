using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using static OpsTrails.Functions.Tests.Incidents.AnIncident;

namespace OpsTrails.Functions.Tests.Retention;

public sealed class OldIncidentsTests
{
    private const int Day = 24 * 60;

    [Fact]
    public async Task What_ended_goes_and_what_is_open_stays()
    {
        await using var app = await TestApp.StartAsync(null, TestClock.AtNoon().AddTo, RetainingApp.NoSweep);
        using var client = await app.ClientWithKeyAsync();
        foreach (
            var json in (string[])
                [
                    Event("old", 30 * Day),
                    Event("old-r", 29 * Day, "incident.resolved"),
                    Event("never", 28 * Day, number: "INC-1"),
                    Event("long", 27 * Day, number: "INC-2"),
                    Event("long-u", 10, "incident.updated", number: "INC-2"),
                    Event("waiting-r", 26 * Day, "incident.resolved", source: "FE"),
                    Event("freeze", 25 * Day, "freeze", until: Ago(24 * Day)),
                    Event("works", 20 * Day, "maintenance", source: "DB"),
                    Event("new", 60, source: "DB"),
                ]
        )
            Assert.Equal(201, (await client.RecordAsync(json)).Status);
        await app.SettleAsync();
        await app.KeepForAsync(7);

        Assert.True(await app.DeleteOldAsync());

        var left = (await client.AskAsync("/api/v1/incidents")).Data.Ids();
        Assert.Equal(["long", "new"], left.Order(StringComparer.Ordinal));
        var rows = (await IndexAsync(app)).Select(row => row.Key.Row[..2]).Order(StringComparer.Ordinal);
        Assert.Equal(["c~", "c~", "c~", "k~", "k~", "k~", "o~", "o~", "o~"], rows);
        Assert.True(await app.DeleteOldAsync());
        Assert.Equal(9, (await IndexAsync(app)).Count);
    }

    /// <summary>Leaves out the row that says by which meanings all of it was derived.</summary>
    private static async Task<List<Row>> IndexAsync(TestApp app) =>
        [.. (await app.RowsAsync(Tables.Incidents)).Where(row => row.Key.Row.Contains('~', StringComparison.Ordinal))];
}
