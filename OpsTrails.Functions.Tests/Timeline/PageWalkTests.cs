using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Timeline;

public sealed class PageWalkTests
{
    private const int Existing = 300;
    private static readonly long Start = new DateTime(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    [Theory]
    [InlineData("")]
    [InlineData("&source=S1")]
    [InlineData("&subject=PRODUCTION&search=needle")]
    public async Task A_walk_while_eight_writers_insert_gives_what_was_there_exactly_once(string filter)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync("READ_ONLY");
        await app.RecordAsync([.. Enumerable.Range(0, Existing).Select(i => Event($"old-{i}", new Random(i)))]);
        var expected = (await WalkAsync(client, filter, limit: 100)).Order(StringComparer.Ordinal).ToList();

        using var stop = new CancellationTokenSource();
        var writers = Enumerable
            .Range(0, 8)
            .Select(writer =>
                Task.Run(async () =>
                {
                    var random = new Random(1_000 + writer);
                    for (var i = 0; i < 200 && !stop.IsCancellationRequested; i++)
                        await app.RecordAsync([Event($"new-{writer}-{i}", random)]);
                })
            )
            .ToList();
        var walked = await WalkAsync(client, filter, limit: 7);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal(walked.Distinct(StringComparer.Ordinal), walked);
        Assert.Equal(expected, walked.Where(id => id.StartsWith("old-", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_cursor_that_was_given_before_a_restart_goes_on_after_it()
    {
        using var folder = new TemporaryFolder();
        string key,
            cursor;
        await using (var before = await TestApp.StartAsync(folder.Path))
        {
            await before.RecordAsync([.. Enumerable.Range(0, 30).Select(i => Event($"old-{i}", new Random(i)))]);
            key = await before.CreateKeyAsync("READ_ONLY");
            using var client = before.ClientWith(key);
            var first = await client.GetJsonAsync("/api/v1/events?limit=10");
            cursor = first.GetProperty("nextCursor").GetString()!;
        }

        await using var after = await TestApp.StartAsync(folder.Path);
        using var again = after.ClientWith(key);
        var rest = await again.GetJsonAsync("/api/v1/events?limit=100&cursor=" + cursor);

        Assert.Equal(20, rest.GetProperty("data").GetArrayLength());
    }

    private static async Task<List<string>> WalkAsync(HttpClient client, string filter, int limit)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.GetJsonAsync($"/api/v1/events?limit={limit}{filter}" + (cursor is null ? "" : "&cursor=" + cursor));
            ids.AddRange(page.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            cursor = page.GetProperty("nextCursor").GetString();
        } while (cursor is not null);
        return ids;
    }

    /// <summary>Somewhere in twenty days, many at the same moment, so that writers insert before, at and after the reader.</summary>
    private static string Event(string id, Random random) =>
        RecordedEvents.Json(
            id,
            RecordedEvents.TimeText(Start + random.Next(0, 20 * 24 * 2) * TimeSpan.TicksPerMinute * 30),
            "S" + random.Next(5),
            random.Next(2) == 0 ? "PRODUCTION" : "STAGING",
            description: random.Next(3) == 0 ? "a NEEDLE in it" : "hay"
        );
}
