using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Demo;

public sealed class DemoEndpointTests
{
    [Fact]
    public async Task The_month_is_recorded_into_an_empty_organization_and_all_of_it_is_found()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);

        var answer = await browser.Client.AskAsync(HttpMethod.Post, "/api/v1/demo");
        await app.SettleAsync();

        var events = answer.Data.GetProperty("events").GetInt32();
        Assert.Equal(201, answer.Status);
        Assert.InRange(events, 200, 10_000);
        Assert.Equal(events, (await browser.Client.AskAsync("/api/v1/summary?from=-60d")).Data.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task The_demo_is_refused_in_an_organization_with_events()
    {
        await using var app = await TestApp.StartAsync();
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        await admin.RecordAsync(AnEvent.Json("e"));
        await app.SettleAsync();

        var answer = await admin.AskAsync(HttpMethod.Post, "/api/v1/demo");

        Assert.Equal((409, "CONFLICT"), (answer.Status, answer.Code));
        Assert.Single((await admin.AskAsync("/api/v1/events")).Data.EnumerateArray());
    }

    [Fact]
    public async Task The_demo_does_not_count_in_the_daily_quota()
    {
        await using var app = await TestApp.StartAsync(settings: "OpsTrails:Quota:EventsPerDay=2");
        using var admin = await app.ClientWithKeyAsync("ADMIN");
        await admin.RecordAsync(AnEvent.Json("so that the day has begun"));
        await app.SettleAsync();
        await app.Store.DeleteAsync(Tables.Cells, (await app.RowsAsync(Tables.Cells)).Select(row => (row.Key, (string?)null)));

        Assert.Equal(201, (await admin.AskAsync(HttpMethod.Post, "/api/v1/demo")).Status);
        await app.SettleAsync();
        var feed = new EventFeed(app.Store, new FeedSignal(), publishes: false);

        Assert.Equal(1, await feed.CountRecordedAsync(app.Organization, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("READ_ONLY")]
    [InlineData("READ_WRITE")]
    public async Task Loading_the_demo_needs_an_ADMIN_key(string scope)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync(scope);

        Assert.Equal(403, (await client.AskAsync(HttpMethod.Post, "/api/v1/demo")).Status);
    }
}
