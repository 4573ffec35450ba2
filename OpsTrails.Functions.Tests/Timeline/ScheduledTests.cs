using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Timeline;

/// <summary>Without <c>to</c>, lists and summaries end now. What lies ahead is given apart.</summary>
public sealed class ScheduledTests : IAsyncLifetime
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(configure: _clock.AddTo);
        _client = await _app.ClientWithKeyAsync("ADMIN");
        await RecordAsync("past", -1);
        await RecordAsync("now", 0);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("?source=BE")]
    [InlineData("?type=deployment&search=be")]
    public async Task A_list_begins_now_and_gives_what_lies_ahead_nearest_first(string query)
    {
        await RecordAsync("later", 2);
        await RecordAsync("soon", 1);

        var page = await _client.GetJsonAsync("/api/v1/events" + query);

        Assert.Equal(("now past", "soon later"), (Ids(page.GetProperty("data")), Ids(page.GetProperty("scheduled"))));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("nextCursor").ValueKind);
    }

    [Fact]
    public async Task Further_pages_continue_where_the_first_one_ended()
    {
        await RecordAsync("soon", 1);

        var first = await _client.GetJsonAsync("/api/v1/events?limit=1");
        await RecordAsync("sooner", 0.5);
        var next = await _client.GetJsonAsync("/api/v1/events?limit=1&cursor=" + first.GetProperty("nextCursor").GetString());

        Assert.Equal(
            ("now", "soon", "past"),
            (Ids(first.GetProperty("data")), Ids(first.GetProperty("scheduled")), Ids(next.GetProperty("data")))
        );
        Assert.False(next.TryGetProperty("scheduled", out _));
    }

    [Fact]
    public async Task With_an_end_in_the_future_what_lies_ahead_is_in_the_list()
    {
        await RecordAsync("soon", 1);

        var page = await _client.GetJsonAsync("/api/v1/events?to=2026-06-02T00:00:00Z");

        Assert.Equal("soon now past", Ids(page.GetProperty("data")));
        Assert.False(page.TryGetProperty("scheduled", out _));
    }

    [Fact]
    public async Task No_more_than_the_nearest_fifty_are_given()
    {
        await _app.RecordAsync([.. Enumerable.Range(1, 60).Select(i => Json($"s{i:00}", i / 10.0))]);

        var page = await _client.GetJsonAsync("/api/v1/events");

        Assert.Equal(string.Join(' ', Enumerable.Range(1, 50).Select(i => $"s{i:00}")), Ids(page.GetProperty("scheduled")));
        Assert.Equal("now past", Ids(page.GetProperty("data")));
    }

    [Fact]
    public async Task A_summary_counts_up_to_now_and_gives_what_lies_ahead()
    {
        await RecordAsync("later", 2);
        await RecordAsync("soon", 1);
        _clock.Advance(TimeSpan.FromSeconds(1));

        var data = (await _client.GetJsonAsync("/api/v1/summary")).GetProperty("data");
        var other = (await _client.GetJsonAsync("/api/v1/summary?source=FE")).GetProperty("data");

        Assert.Equal((2, "soon later"), (data.GetProperty("total").GetInt32(), Ids(data.GetProperty("scheduled"))));
        Assert.Equal((0, ""), (other.GetProperty("total").GetInt32(), Ids(other.GetProperty("scheduled"))));
    }

    [Theory]
    [InlineData("freeze", 300, 201)]
    [InlineData("maintenance.scheduled", 365, 201)]
    [InlineData("freeze", 400, 400)]
    [InlineData("deployment", 2, 400)]
    [InlineData("sperre", 300, 400)]
    public async Task Freezes_and_maintenance_may_be_planned_a_year_ahead(string type, int days, int status)
    {
        using var response = await _client.PostEventAsync(Json("planned", days * 24, type));

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_type_that_the_settings_call_a_freeze_may_too()
    {
        using var put = await _client.PutAsJsonAsync(
            "/api/v1/settings",
            new { types = new { sperre = "freeze" } },
            TestContext.Current.CancellationToken
        );
        Assert.Equal(200, (int)put.StatusCode);

        using var response = await _client.PostEventAsync(Json("planned", 300 * 24, "sperre"));

        Assert.Equal(201, (int)response.StatusCode);
    }

    private Task RecordAsync(string id, double hours) => _app.RecordAsync([Json(id, hours)]);

    private string Json(string id, double hours, string type = "deployment") =>
        RecordedEvents.Json(
            id,
            _clock.GetUtcNow().AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            type: type
        );

    private static string Ids(JsonElement events) => string.Join(' ', events.EnumerateArray().Select(e => e.GetProperty("id").GetString()));
}
