using System.Globalization;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Limits;

public sealed class DailyQuotaTests
{
    private const string Five = "OpsTrails:Quota:EventsPerDay=5";

    [Fact]
    public async Task The_event_after_the_last_one_is_refused_until_midnight_UTC()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(null, clock.AddTo, Five);
        using var client = await app.ClientWithKeyAsync();
        for (var i = 0; i < 5; i++)
            Assert.Equal(201, (await client.RecordAsync(AnEvent.Json(i.ToString(CultureInfo.InvariantCulture)))).Status);

        var today = await client.RecordAsync(AnEvent.Json("6"));
        clock.Advance(TimeSpan.FromHours(12));
        await app.SettleAsync();
        var tomorrow = await client.RecordAsync(AnEvent.Json("6"));

        Assert.Equal((429, "QUOTA_EXCEEDED", "60"), (today.Status, today.Code, today.Header("retry-after")));
        Assert.Equal(201, tomorrow.Status);
    }

    [Fact]
    public async Task A_batch_that_is_too_much_is_refused_whole_and_uses_up_nothing()
    {
        await using var app = await TestApp.StartAsync(null, null, Five);
        using var client = await app.ClientWithKeyAsync();

        var tooMuch = await client.RecordAsync(AnEvent.Batch(6));
        var stored = (await app.RowsAsync(Tables.Events)).Count;
        var enough = await client.RecordAsync(AnEvent.Batch(5));

        Assert.Equal((429, 0, 200), (tooMuch.Status, stored, enough.Status));
    }

    [Fact]
    public async Task Two_instances_share_the_day()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var clock = TestClock.AtNoon();
        await using var one = await TestApp.StartAsync(azurite.ConnectionString, clock.AddTo, Five);
        await using var other = await TestApp.StartAsync(azurite.ConnectionString, clock.AddTo, Five);
        var key = await one.CreateKeyAsync();
        using var first = one.ClientWith(key);
        using var second = other.ClientWith(key);

        var three = await first.RecordAsync(AnEvent.Batch(3, "one-"));
        await one.SettleAsync();
        var two = await second.RecordAsync(AnEvent.Batch(2, "other-"));
        await other.SettleAsync();
        clock.Advance(TimeSpan.FromSeconds(4));
        var sixthHere = await first.RecordAsync(AnEvent.Json("six"));
        var sixthThere = await second.RecordAsync(AnEvent.Json("six"));

        Assert.Equal((200, 200, 429, 429), (three.Status, two.Status, sixthHere.Status, sixthThere.Status));
    }

    [Fact]
    public async Task What_others_record_counts_although_the_clock_was_set_back()
    {
        using var folder = new TemporaryFolder();
        var clock = TestClock.AtNoon();
        await using var one = await TestApp.StartAsync(folder.Path, clock.AddTo, Five);
        await using var other = await TestApp.StartAsync(folder.Path, clock.AddTo, Five);
        var key = await one.CreateKeyAsync();
        using var first = one.ClientWith(key);
        using var second = other.ClientWith(key);
        await first.RecordAsync(AnEvent.Json("one"));
        await second.RecordAsync(AnEvent.Batch(4, "other-"));
        await other.SettleAsync();

        clock.Step(TimeSpan.FromHours(-2));
        clock.Advance(TimeSpan.FromSeconds(4));
        var sixth = await first.RecordAsync(AnEvent.Json("six"));

        Assert.Equal(429, sixth.Status);
    }

    [Fact]
    public async Task Invalid_events_use_up_no_quota()
    {
        await using var app = await TestApp.StartAsync(null, null, Five);
        using var client = await app.ClientWithKeyAsync();
        for (var i = 0; i < 10; i++)
            await client.RecordAsync("{}");

        var answer = await client.RecordAsync(AnEvent.Batch(5));

        Assert.Equal(200, answer.Status);
    }
}
