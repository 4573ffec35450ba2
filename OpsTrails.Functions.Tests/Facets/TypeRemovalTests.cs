using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Facets;

public sealed class TypeRemovalTests
{
    private readonly TestClock _clock = TestClock.AtNoon();

    [Theory]
    [InlineData("1,3,5", "1", "3,5")]
    [InlineData("1,3,5", "5", "1,3")]
    [InlineData("1,3,5", "3", "1,5")]
    [InlineData("1,5,5", "5", "1,5")]
    [InlineData("1,1,5", "1", "1,5")]
    [InlineData("3", "3", "")]
    public async Task The_first_and_last_day_are_found_again(string days, string deleted, string seen)
    {
        await using var app = await StartAsync();
        using var admin = await app.AdminOfAsync();
        var recorded = days.Split(',').Select((day, i) => (Day: day, Id: $"e-{i}")).ToList();
        await app.RecordAsync([.. recorded.Select(e => Sent(e.Id, int.Parse(e.Day, null))), Sent("other", 4, "note")]);

        await admin.DeleteEventAsync(recorded.First(e => e.Day == deleted).Id);

        Assert.Equal(seen, await SeenAsync(admin));
    }

    [Fact]
    public async Task What_another_instance_took_for_stored_is_found_by_the_repetition()
    {
        using var folder = new TemporaryFolder();
        await using var one = await StartAsync(folder.Path);
        await using var other = await StartAsync(folder.Path);
        using var admin = await one.AdminOfAsync();
        await one.RecordAsync([Sent("a", 1)]);
        await other.RecordAsync([Sent("doomed", 5)]);
        await admin.DeleteEventAsync("doomed");

        await other.RecordAsync([Sent("b", 5), Sent("c", 3)]);
        Assert.Equal("1,1", await SeenAsync(admin));
        await one.RepeatDeletionsAsync(_clock);

        Assert.Equal("1,5", await SeenAsync(admin));
    }

    [Fact]
    public async Task After_a_minute_an_instance_looks_again()
    {
        using var folder = new TemporaryFolder();
        await using var one = await StartAsync(folder.Path);
        await using var other = await StartAsync(folder.Path);
        using var admin = await one.AdminOfAsync();
        await other.RecordAsync([Sent("a", 1), Sent("doomed", 5)]);
        await admin.DeleteEventAsync("doomed");
        _clock.Advance(TimeSpan.FromSeconds(60));

        await other.RecordAsync([Sent("b", 5)]);

        Assert.Equal("1,5", await SeenAsync(admin));
    }

    private Task<TestApp> StartAsync(string? storage = null) => TestApp.StartAsync(storage, _clock.AddTo, RetainingApp.NoSweep);

    /// <summary>Days of May, at noon.</summary>
    private static string Sent(string id, int day, string type = "deployment") =>
        Deleting.Json(id, new DateTimeOffset(2026, 5, day, 12, 0, 0, TimeSpan.Zero), type);

    private static async Task<string> SeenAsync(HttpClient client) =>
        (await client.AskAsync("/api/v1/types"))
            .Data.EnumerateArray()
            .Where(type => type.GetProperty("value").GetString() == "deployment")
            .Select(type => $"{DayOf(type.GetProperty("firstSeen").GetString()!)},{DayOf(type.GetProperty("lastSeen").GetString()!)}")
            .SingleOrDefault("");

    private static int DayOf(string date) => int.Parse(date.AsSpan(8, 2), null);
}
