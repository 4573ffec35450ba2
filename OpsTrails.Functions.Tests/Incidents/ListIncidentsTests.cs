using System.Globalization;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;
using static OpsTrails.Functions.Tests.Incidents.AnIncident;

namespace OpsTrails.Functions.Tests.Incidents;

public sealed class ListIncidentsTests : IAsyncLifetime
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
    public async Task An_incident_is_shown_with_what_became_of_it()
    {
        await _client.RecordAllAsync(
            Event("r", 40, "incident.resolved", number: "INC-7"),
            Event("o", 60, "incident.opened", number: "INC-7", description: "Checkout answers 500"),
            Event("a", 58, "incident.acknowledged", number: "INC-7"),
            Event("back", 50, "rollback"),
            Event("fix", 45, "deployment", version: "1.0.1")
        );

        var incident = Assert.Single(await ListAsync(""));

        Assert.Equal(
            ("resolved", "INC-7", "PRODUCTION", "BE", "Checkout answers 500", "o"),
            (
                Text(incident, "state"),
                Text(incident, "number"),
                Text(incident, "subject"),
                Text(incident, "source"),
                Text(incident, "description"),
                Text(incident, "id")
            )
        );
        Assert.InRange(incident.GetProperty("durationSeconds").GetInt64(), 1199, 1201);
        var followed = incident.GetProperty("followed");
        Assert.Equal("back", Text(followed.GetProperty("rolledBack"), "id"));
        Assert.Equal("fix", Text(followed.GetProperty("hotfix"), "id"));
        Assert.Equal("r", Text(followed.GetProperty("resolution"), "id"));
        Assert.InRange(followed.GetProperty("hotfix").GetProperty("secondsAfter").GetInt64(), 899, 901);
        Assert.False(followed.TryGetProperty("known", out _));
    }

    [Fact]
    public async Task Open_ones_come_first_and_filters_combine()
    {
        await _client.RecordAllAsync(
            Event("old", 3 * 24 * 60),
            Event("open", 50),
            Event("acked", 45, "incident.acknowledged", source: "FE"),
            Event("done", 30, source: "DB"),
            Event("done-r", 20, "incident.resolved", source: "DB")
        );

        Assert.Equal(["acked acknowledged", "open open", "done resolved", "old notClosed"], (await ListAsync("")).Select(Shown));
        Assert.Equal(["done resolved"], (await ListAsync("?state=resolved")).Select(Shown));
        Assert.Equal(["acked acknowledged", "open open"], (await ListAsync("?state=open&state=acknowledged")).Select(Shown));
        Assert.Equal(["old notClosed"], (await ListAsync("?state=notClosed")).Select(Shown));
        Assert.Equal(["open open", "old notClosed"], (await ListAsync("?source=BE&subject=PRODUCTION")).Select(Shown));
        Assert.Equal(["acked acknowledged", "done resolved"], (await ListAsync("?source=FE&source=DB")).Select(Shown));
        Assert.Equal(["done resolved"], (await ListAsync("?from=-35m")).Select(Shown));
        Assert.Equal(["old notClosed"], (await ListAsync("?to=-1d")).Select(Shown));
        Assert.Empty(await ListAsync("?subject="));
    }

    [Theory]
    [InlineData("")]
    [InlineData("&state=resolved&state=open")]
    [InlineData("&state=open")]
    public async Task A_walk_gives_each_once_whatever_happens_meanwhile(string filter)
    {
        await _client.RecordAllAsync([
            .. Enumerable.Range(0, 40).Select(i => Event($"o-{i}", 10 + 3 * i, number: $"n-{i}")),
            .. Enumerable
                .Range(0, 40)
                .Where(i => i % 3 != 0)
                .Select(i => Event($"r-{i}", 9 + 3 * i, "incident.resolved", number: $"n-{i}")),
        ]);
        var expected = Enumerable.Range(0, 40).Where(i => filter != "&state=open" || i % 3 == 0).Select(i => $"o-{i}").Order();

        var (seen, next) = (new List<string>(), "");
        do
        {
            var page = await _client.AskAsync("/api/v1/incidents?limit=7" + filter + next);
            Assert.True(page.Status == 200, page.Body);
            seen.AddRange(page.Data.EnumerateArray().Select(incident => Text(incident, "id")!));
            if (filter.Length == 0 && seen.Count == 7)
                await _client.RecordAllAsync(Event("r-late", 1, "incident.resolved", number: "n-0"));
            next = page.Json.GetProperty("nextCursor").GetString() is { } cursor ? "&cursor=" + Uri.EscapeDataString(cursor) : "";
        } while (next.Length > 0 && seen.Count < 100);

        Assert.Equal(expected, seen.Order());
    }

    [Theory]
    [InlineData("state=closed", "state: \"closed\" is unknown. Use open, acknowledged, resolved or notClosed")]
    [InlineData("limit=101", "limit: must be a number from 1 to 100")]
    [InlineData("cursor=x", "cursor: is invalid")]
    [InlineData("cursor=i1______", "cursor: is invalid")]
    [InlineData("cursor=i1____abc_", "cursor: belongs to a different query")]
    [InlineData("from=yesterday", "from: ")]
    [InlineData("from=-1h&to=-2h", "from: ")]
    [InlineData("severity=MAJOR", "\"severity\": is unknown")]
    public async Task Wrong_parameters_are_named(string query, string expected)
    {
        var answer = await _client.AskAsync("/api/v1/incidents?" + query);

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Status, answer.Code));
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_long_an_incident_counts_as_open_is_a_setting()
    {
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        await _client.RecordAllAsync(Event("o", 90));

        Assert.Equal("open", Text(Assert.Single(await ListAsync("")), "state"));
        var saved = await admin.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"incidents":{"openFor":"1h"}}""");
        _clock.Advance(TimeSpan.FromSeconds(6));

        Assert.True(saved.Status == 200, saved.Body);
        Assert.Equal("1h", Text(saved.Data.GetProperty("incidents"), "openFor"));
        Assert.Equal("notClosed", Text(Assert.Single(await ListAsync("")), "state"));
    }

    [Fact]
    public async Task A_change_of_meanings_counts_for_the_past()
    {
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        await _client.RecordAllAsync(Event("o", 50), Event("r", 40, "incident.over", number: null));

        var types = """{"types":{"incident.over":"incident.resolved","incident":"incident.opened"}}""";
        Assert.Equal(200, (await admin.AskAsync(HttpMethod.Put, "/api/v1/settings", types)).Status);
        _clock.Advance(TimeSpan.FromSeconds(6));

        var answer = await _client.AskAsync("/api/v1/incidents");
        Assert.Equal("resolved", Text(Assert.Single(answer.Data.EnumerateArray()), "state"));
        Assert.False(answer.Json.TryGetProperty("recomputing", out _));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string Shown(JsonElement incident) =>
        string.Create(CultureInfo.InvariantCulture, $"{Text(incident, "id")} {Text(incident, "state")}");

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string query)
    {
        var answer = await _client.AskAsync("/api/v1/incidents" + query);
        Assert.True(answer.Status == 200, answer.Body);
        return [.. answer.Data.EnumerateArray()];
    }
}
