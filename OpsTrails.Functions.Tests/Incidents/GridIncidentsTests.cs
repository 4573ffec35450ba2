using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using static OpsTrails.Functions.Tests.Incidents.AnIncident;

namespace OpsTrails.Functions.Tests.Incidents;

public sealed class GridIncidentsTests : IAsyncLifetime
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(configure: _clock.AddTo);
        _client = await _app.ClientWithKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_cell_has_its_open_incidents_and_the_grid_its_freezes()
    {
        await _client.RecordAllAsync(
            Event("o", 60, number: "INC-7", description: "Down"),
            Event("a", 50, "incident.acknowledged", number: "INC-7"),
            Event("done", 60, source: "FE"),
            Event("done-r", 50, "incident.resolved", source: "FE"),
            Event("old", 2 * 24 * 60, source: "DB"),
            Event("freeze", 30, "freeze", subject: null, description: "Holidays", until: Ago(-600)),
            Event("over", 30, "freeze", source: "FE", until: Ago(10)),
            Event("works", 20, "maintenance.started"),
            Event("planned", -60, "freeze.scheduled", source: "DB", until: Ago(-120))
        );

        var grid = (await _client.AskAsync("/api/v1/grid")).Data;

        Assert.Equal("INC-7 acknowledged Down", Incidents(grid, "BE"));
        Assert.Equal("", Incidents(grid, "FE") + Incidents(grid, "DB"));
        Assert.Equal(
            ["BE freeze  True Holidays", "BE maintenance PRODUCTION True ", "DB freeze PRODUCTION False "],
            grid.GetProperty("freezes")
                .EnumerateArray()
                .Select(freeze =>
                    $"{Text(freeze, "source")} {Text(freeze, "kind")} {Text(freeze, "subject")} "
                    + $"{freeze.GetProperty("active").GetBoolean()} {Text(freeze, "description")}"
                )
        );
        Assert.False(grid.TryGetProperty("incidentsFrom", out _));
    }

    [Fact]
    public async Task Without_any_nothing_is_added()
    {
        await _client.RecordAllAsync(Event("e", 60, "deployment", version: "1"));

        var grid = (await _client.AskAsync("/api/v1/grid")).Data;

        Assert.False(grid.TryGetProperty("freezes", out _));
        Assert.False(Cell(grid, "BE").TryGetProperty("incidents", out _));
    }

    [Fact]
    public async Task A_past_moment_has_what_was_open_then()
    {
        await _client.RecordAllAsync(
            Event("o", 60),
            Event("a", 50, "incident.acknowledged"),
            Event("r", 40, "incident.resolved"),
            Event("freeze", 55, "freeze", until: Ago(45))
        );

        Assert.Equal(" open ", Incidents((await _client.AskAsync("/api/v1/grid?at=-52m")).Data, "BE"));
        Assert.Equal(" acknowledged ", Incidents((await _client.AskAsync("/api/v1/grid?at=-47m")).Data, "BE"));
        Assert.Equal("", Incidents((await _client.AskAsync("/api/v1/grid?at=-38m")).Data, "BE"));
        var then = (await _client.AskAsync("/api/v1/grid?at=-50m")).Data;
        Assert.Single(then.GetProperty("freezes").EnumerateArray());
        Assert.True(then.TryGetProperty("incidentsFrom", out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?at=-20m")]
    public async Task It_takes_one_request_more(string at)
    {
        await _client.RecordAllAsync(Event("o", 60), Event("freeze", 55, "freeze"), Event("done", 60, source: "FE", version: "1"));
        await _app.SettleAsync();
        using var requests = new StorageRequests(_app);

        Assert.Equal(200, (await _client.AskAsync("/api/v1/grid" + at)).Status);

        Assert.Equal(
            "cells query 1, incidents query 1",
            requests.ListingWithout(Tables.Keys, Tables.Settings, Tables.Facets, Tables.Timeline)
        );
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static JsonElement Cell(JsonElement grid, string source) =>
        grid.GetProperty("rows")
            .EnumerateArray()
            .Single(row => Text(row, "source") == source)
            .GetProperty("cells")
            .EnumerateArray()
            .Single(cell => Text(cell, "subject") == "PRODUCTION");

    private static string Incidents(JsonElement grid, string source) =>
        Cell(grid, source).TryGetProperty("incidents", out var incidents)
            ? string.Join(
                ", ",
                incidents
                    .EnumerateArray()
                    .Select(incident => $"{Text(incident, "number")} {Text(incident, "state")} {Text(incident, "description")}")
            )
            : "";
}
