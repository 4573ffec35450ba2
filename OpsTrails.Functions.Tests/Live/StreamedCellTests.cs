using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Live;

/// <summary>With <c>include=cell</c> a stream sends the cell of an event after it, at most once a second.</summary>
public sealed class StreamedCellTests : IAsyncLifetime
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
    public async Task The_cell_follows_its_event_as_the_grid_answers_it()
    {
        using var stream = await SseReader.OpenedAsync(_client, "?include=cell");

        await RecordAsync("a", "BE", "1.0");

        Assert.Equal(["event", "cell"], [await NextNameAsync(stream), await NextNameAsync(stream)]);
        var grid = (await _client.GetJsonAsync("/api/v1/grid")).GetProperty("data").GetProperty("rows")[0];
        Assert.Equal($$"""{"source":"BE","cell":{{grid.GetProperty("cells")[0].GetRawText()}}}""", _data);
    }

    [Fact]
    public async Task A_cell_comes_once_a_second_and_is_then_the_newest()
    {
        using var stream = await SseReader.OpenedAsync(_client, "?include=cell&include=meaning");
        await RecordAsync("a", "BE", "1.0");
        Assert.Equal(["event", "cell"], [await NextNameAsync(stream), await NextNameAsync(stream)]);

        await RecordAsync("b", "BE", "1.1");
        await RecordAsync("c", "FE", "2.0");
        Assert.Equal("event", await NextNameAsync(stream));
        Assert.Equal("event", await NextNameAsync(stream));
        Assert.Equal(("cell", "FE"), (await NextNameAsync(stream), Source()));

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(("cell", "BE"), (await NextNameAsync(stream), Source()));
        Assert.Equal("1.1", JsonElement.Parse(_data).GetProperty("cell").GetProperty("version").GetString());
    }

    [Fact]
    public async Task A_filter_holds_for_cells_too()
    {
        using var stream = await SseReader.OpenedAsync(_client, "?include=cell&source=FE");

        await RecordAsync("a", "BE", "1.0");
        await RecordAsync("b", "FE", "2.0");

        Assert.Equal("event", await NextNameAsync(stream));
        Assert.Equal(("cell", "FE"), (await NextNameAsync(stream), Source()));
    }

    [Fact]
    public async Task The_cell_of_a_deleted_event_follows_its_deletion()
    {
        await RecordAsync("a", "BE", "1.0");
        await RecordAsync("b", "FE", "2.0");
        using var stream = await SseReader.OpenedAsync(_client, "?include=cell&source=BE");

        await _app.DeleteFromFeedAsync("b", "a");

        Assert.Equal("deleted", await NextNameAsync(stream));
        Assert.Equal(("cell", "BE"), (await NextNameAsync(stream), Source()));
    }

    private string _data = "";

    private string? Source() => JsonElement.Parse(_data).GetProperty("source").GetString();

    private async Task<string?> NextNameAsync(SseReader stream)
    {
        while (await stream.NextBlockAsync() is { } block)
        {
            var lines = block.Split('\n');
            if (lines.FirstOrDefault(line => line.StartsWith("event: ", StringComparison.Ordinal)) is not { } name)
                continue;
            _data = lines.Single(line => line.StartsWith("data: ", StringComparison.Ordinal))[6..];
            return name[7..];
        }
        return null;
    }

    private Task RecordAsync(string id, string source, string version) =>
        _app.RecordAsync([RecordedEvents.Json(id, "2026-06-01T11:00:00Z", source, "PROD", version: version)]);
}
