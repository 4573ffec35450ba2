using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Derivation;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Derivation;

/// <summary>A change of what types mean counts for the past: at once when read, and stored by the background run.</summary>
public sealed class DerivationTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _admin = await _app.ClientWithKeyAsync("ADMIN");
        await _app.RecordAsync([
            RecordedEvents.Json("a", "2026-11-01T10:00:00Z", "BE", "PRODUCTION", "deployment", version: "1.0"),
            RecordedEvents.Json("b", "2026-11-02T10:00:00Z", "BE", "PRODUCTION", "go-live", version: "1.1"),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_type_that_is_mapped_moves_the_grid_of_the_past()
    {
        Assert.Equal("1.1", await VersionAsync());

        await PutTypesAsync("""{"go-live":"pipeline"}""");
        Assert.Equal("1.0", await VersionAsync());

        await PutTypesAsync("""{"go-live":"deployment.failed"}""");
        Assert.Equal("1.0", await VersionAsync());
        Assert.Equal("b", (await CellAsync()).GetProperty("failed").GetProperty("id").GetString());

        await PutTypesAsync("{}");
        Assert.Equal("1.1", await VersionAsync());
    }

    [Fact]
    public async Task The_run_after_a_change_stores_what_it_derived()
    {
        await PutTypesAsync("""{"go-live":"pipeline"}""");

        await Eventually.TrueAsync(async () => await StaleAsync() == 0);
        Assert.False((await GridAsync()).TryGetProperty("recomputing", out _));
        Assert.Equal("1.0", await VersionAsync());
    }

    [Fact]
    public async Task Until_the_run_a_stale_cell_is_read_from_its_events_and_the_answer_says_so()
    {
        await Eventually.TrueAsync(() => _app.Services.GetRequiredService<DerivationRuns>().Ended > 0);
        foreach (var row in await _app.RowsAsync(Tables.Cells))
        {
            var stale = new Row(row.Key);
            foreach (var (name, value) in row.Properties.Where(property => property.Key != "Movers"))
                stale[name] = name == "Types" ? "another" : value;
            await _app.Store.WriteAsync(Tables.Cells, [Write.Upsert(stale)], TestContext.Current.CancellationToken);
        }

        Assert.True((await GridAsync()).GetProperty("recomputing").GetBoolean());
        Assert.Equal(("1.1", 1), (await VersionAsync(), await StaleAsync()));

        await _app.Services.GetRequiredService<DerivationRuns>().RunAsync(TestContext.Current.CancellationToken);

        Assert.False((await GridAsync()).TryGetProperty("recomputing", out _));
        Assert.Equal(("1.1", 0), (await VersionAsync(), await StaleAsync()));
    }

    [Fact]
    public async Task What_retention_deleted_stays_in_a_cell_that_is_derived_again()
    {
        foreach (var row in await _app.RowsAsync(Tables.Events))
            await _app.Store.WriteAsync(Tables.Events, [Write.Delete(row.Key)], TestContext.Current.CancellationToken);

        await PutTypesAsync("""{"go-live":"pipeline"}""");

        Assert.Equal("1.0", await VersionAsync());
        await Eventually.TrueAsync(async () => await StaleAsync() == 0);
        Assert.Equal("1.0", await VersionAsync());
    }

    [Fact]
    public async Task A_type_that_becomes_an_incident_opens_one_for_the_past_and_back()
    {
        await _app.RecordAsync([RecordedEvents.Json("storung", "2026-11-03T10:00:00Z", "BE", "PRODUCTION", "stoerung")]);
        Assert.Equal(0, await IncidentsAsync());

        await PutTypesAsync("""{"stoerung":"incident.opened"}""");
        await Eventually.TrueAsync(async () => await IncidentsAsync() == 1);

        await PutTypesAsync("{}");
        await Eventually.TrueAsync(async () => await IncidentsAsync() == 0);
    }

    [Fact]
    public async Task A_run_with_nothing_to_derive_takes_six_requests()
    {
        using var requests = new StorageRequests(_app);

        await _app.Services.GetRequiredService<DerivationRuns>().RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal("cells query 1, days query 1, incidents read 1, organizations query 1, settings read 2", requests.ListingWithout(""));
    }

    [Fact]
    public async Task A_store_that_fails_a_run_does_not_end_the_program_or_the_runs()
    {
        var (tap, clock) = (new StoreTap(), TestClock.AtNoon());
        await using var app = await TestApp.StartAsync(configure: builder =>
        {
            tap.AddTo(builder);
            clock.AddTo(builder);
        });
        var runs = app.Services.GetRequiredService<DerivationRuns>();
        var ended = runs.Ended;
        tap.FailWhen(call => call.Table == Tables.Organizations && call.Operation == "query");

        clock.Advance(TimeSpan.FromHours(1));
        await Eventually.TrueAsync(() => runs.Ended > ended);
        tap.Heal();
        ended = runs.Ended;
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromHours(1));
            return runs.Ended > ended;
        });

        using var client = await app.ClientWithKeyAsync();
        Assert.Equal(200, (await client.AskAsync("/api/v1/grid")).Status);
    }

    private async Task<int> IncidentsAsync() => (await _admin.GetJsonAsync("/api/v1/incidents")).GetProperty("data").GetArrayLength();

    private async Task PutTypesAsync(string types)
    {
        using var response = await _admin.PutAsJsonAsync("/api/v1/settings", new { types = JsonElement.Parse(types) });
        Assert.Equal(200, (int)response.StatusCode);
    }

    private async Task<JsonElement> GridAsync() => (await _admin.GetJsonAsync("/api/v1/grid")).GetProperty("data");

    private async Task<JsonElement> CellAsync() => (await GridAsync()).GetProperty("rows")[0].GetProperty("cells")[0];

    private async Task<string?> VersionAsync() => (await CellAsync()).GetProperty("version").GetString();

    private async Task<int> StaleAsync() =>
        (await _admin.GetJsonAsync("/health")).GetProperty("details").GetProperty("derivation").GetProperty("staleCells").GetInt32();
}
