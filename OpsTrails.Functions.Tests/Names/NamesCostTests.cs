using System.Net.Http.Json;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Names;

/// <summary>What merged and archived names cost, in requests of the store.</summary>
public sealed class NamesCostTests
{
    private const string Others = "incidents query 1, ledger read 1, timeline query 1";

    [Theory]
    [InlineData("""{"aliases":{"subjects":{"PRODUCTION":["prod"]}}}""", 2)]
    [InlineData("""{"archived":{"sources":{"BE":"NOW"}}}""", 1)]
    [InlineData("""{"groups":{"live":["PRODUCTION","prod"]}}""", 1)]
    public async Task Names_take_a_change_of_the_settings_and_a_list_a_query_for_each_merged_name(string settings, int eventQueries)
    {
        await using var app = await TestApp.StartAsync(null, TestClock.AtNoon().AddTo, "OpsTrails:Sweep:Interval=01:00:00");
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        await app.RecordAsync([
            RecordedEvents.Json("a", "2026-11-01T10:00:00Z", "BE", "PRODUCTION", version: "1.0"),
            RecordedEvents.Json("b", "2026-11-02T10:00:00Z", "BE", "prod", version: "1.1"),
        ]);
        await app.SettleAsync();
        string[] addresses = ["/api/v1/grid", "/api/v1/events?subject=PRODUCTION", "/api/v1/subjects", "/api/v1/look-alikes"];
        Assert.Equal("cells query 5, events query 1, " + Others, await CountAsync());

        using (var requests = new StorageRequests(app))
        {
            using var response = await admin.PutAsJsonAsync(
                "/api/v1/settings",
                JsonElement.Parse(settings),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(200, (int)response.StatusCode);
            Assert.Contains("settings write 1", requests.ListingOf(Tables.Settings), StringComparison.Ordinal);
        }

        // Merged names start a run in the background, whose requests end.
        await Eventually.TrueAsync(async () => await CountAsync() == $"cells query 5, events query {eventQueries}, " + Others);

        async Task<string> CountAsync()
        {
            using var requests = new StorageRequests(app);
            foreach (var address in addresses)
                Assert.Equal(200, (await admin.AskAsync(address)).Status);
            return requests.ListingWithout(Tables.Keys, Tables.Settings);
        }
    }
}
