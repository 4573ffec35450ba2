using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Timeline;

/// <summary>Events of equal time have one order everywhere: that in which they were recorded, then that in their batch.</summary>
public sealed class SameMomentTests : IAsyncLifetime
{
    private const string Time = "2026-11-20T10:00:00Z";

    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _client = await _app.ClientWithKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Of_two_deployments_of_one_moment_the_later_recorded_one_runs()
    {
        for (var i = 0; i < 8; i++)
        {
            await PostAsync(Json($"first-{i}", $"system-{i}", "1.0.0"));
            await PostAsync(Json($"second-{i}", $"system-{i}", "1.0.1"));
        }

        var grid = await _client.GetJsonAsync("/api/v1/grid");

        Assert.Equal(8, grid.GetProperty("data").GetProperty("rows").GetArrayLength());
        Assert.All(grid.GetProperty("data").GetProperty("rows").EnumerateArray(), row => Assert.Equal("1.0.1", VersionIn(row)));
    }

    [Fact]
    public async Task A_batch_keeps_its_order_in_lists_pages_cells_and_the_feed()
    {
        string[] ids = [.. Enumerable.Range(0, 12).Select(i => $"item-{(i * 5 + 3) % 12}")];
        using var response = await _client.PostEventAsync(
            "[" + string.Join(',', ids.Select((id, i) => Json(id, "BE", $"1.{i}"))) + "]",
            "application/cloudevents-batch+json"
        );
        Assert.Equal(200, (int)response.StatusCode);
        await _app.SettleAsync();

        var newestFirst = ids.Reverse().ToList();
        Assert.Equal(newestFirst, IdsOf(await _client.GetJsonAsync("/api/v1/events")));
        Assert.Equal(newestFirst, await WalkAsync("/api/v1/events?limit=5"));
        Assert.Equal(newestFirst, await WalkAsync("/api/v1/events?limit=5&source=BE"));
        Assert.Equal(ids, IdsOf(await _client.GetJsonAsync("/api/v1/events?after=begin")));
        var grid = await _client.GetJsonAsync("/api/v1/grid");
        Assert.Equal("1.11", VersionIn(grid.GetProperty("data").GetProperty("rows")[0]));
    }

    private async Task<List<string>> WalkAsync(string address)
    {
        var ids = new List<string>();
        var next = "";
        while (true)
        {
            var page = await _client.GetJsonAsync(address + next);
            ids.AddRange(IdsOf(page));
            if (page.GetProperty("nextCursor").GetString() is not { } cursor)
                return ids;
            next = "&cursor=" + cursor;
        }
    }

    private async Task PostAsync(string json)
    {
        using var response = await _client.PostEventAsync(json);
        Assert.Equal(201, (int)response.StatusCode);
    }

    private static string Json(string id, string source, string version) =>
        RecordedEvents.Json(id, Time, source, "PRODUCTION", "deployment", null, version);

    private static IEnumerable<string> IdsOf(JsonElement page) =>
        page.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("id").GetString()!);

    private static string? VersionIn(JsonElement row) => row.GetProperty("cells")[0].GetProperty("version").GetString();
}
