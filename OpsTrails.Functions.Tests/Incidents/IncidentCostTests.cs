using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using static OpsTrails.Functions.Tests.Incidents.AnIncident;

namespace OpsTrails.Functions.Tests.Incidents;

/// <summary>What incidents cost, in requests of the store.</summary>
public sealed class IncidentCostTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(null, TestClock.AtNoon().AddTo, "OpsTrails:Sweep:Interval=01:00:00");
        _client = await _app.ClientWithKeyAsync();
        await _client.RecordAllAsync(
            Event("o", 9),
            Event("r", 8, "incident.resolved"),
            Event("n-o", 7, "incident", number: "7"),
            Event("n-r", 6, "incident.resolved", number: "7")
        );
        await _app.SettleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("incident", null)]
    [InlineData("incident.resolved", null)]
    [InlineData("incident.resolved", "7")]
    [InlineData("incident", "new")]
    public async Task An_event_of_an_incident_takes_one_request_more(string type, string? number)
    {
        using var requests = new StorageRequests(_app);

        Assert.Equal(201, (await _client.RecordAsync(Event("next", 1, type, number: number))).Status);
        await _app.SettleAsync();

        Assert.Equal(
            "cells write 1, events write 1, incidents write 1, ledger write 2, timeline write 1",
            requests.ListingWithout(Tables.Keys, Tables.Settings, Tables.Facets)
        );
    }

    [Fact]
    public async Task A_page_takes_two_requests_and_one_for_each_of_up_to_10_cells()
    {
        await _client.RecordAllAsync([.. Enumerable.Range(0, 30).Select(i => Event($"e-{i}", 60 + i, source: $"s-{i % 3}"))]);
        await _app.SettleAsync();
        using var requests = new StorageRequests(_app);

        Assert.Equal(200, (await _client.AskAsync("/api/v1/incidents?limit=100")).Status);

        Assert.Equal("cells read 4, incidents query 2", requests.ListingWithout(Tables.Keys, Tables.Settings, Tables.Facets));
    }
}
