using System.Globalization;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Live;

/// <summary>Readers while 8 writers write.</summary>
public sealed class NothingLostTests
{
    private const int Writers = 8;
    private const int EventsEach = 40;
    private const int All = Writers * EventsEach;
    private const int WalksAtOnce = 20;

    [Fact]
    public async Task Listing_and_then_following_leaves_no_gap()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        var writing = WriteAsync(client);

        var walks = new List<Task>();
        while (!writing.IsCompleted || walks.Count == 0)
        {
            if (walks.Count(walk => !walk.IsCompleted) < WalksAtOnce)
                walks.Add(ListAndFollowAsync(client));
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        await writing;

        await Task.WhenAll(walks).WaitAsync(TimeSpan.FromMinutes(2), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Readers_that_come_and_go_get_each_event_once_and_in_the_same_order()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        var writing = WriteAsync(client);

        var seen = await Task.WhenAll(Enumerable.Range(1, 6).Select(seed => ComeAndGoAsync(client, new Random(seed))));
        await writing;

        var feed = new List<string>();
        var next = "begin";
        while (feed.Count < All)
        {
            var page = await client.AskAsync($"/api/v1/events?limit=100&after={next}");
            feed.AddRange(page.Data.Ids());
            next = page.Json.GetProperty("nextCursor").GetString();
        }
        Assert.Equal(All, feed.Distinct().Count());
        Assert.All(seen, ids => Assert.Equal(feed, ids));
    }

    private static async Task<List<string>> ComeAndGoAsync(HttpClient client, Random random)
    {
        var seen = new List<string>();
        string? last = null;
        while (seen.Count < All)
        {
            using var reader = await SseReader.OpenedAsync(client, "?after=begin", last);
            seen.AddRange(await reader.NextIdsAsync(Math.Min(random.Next(1, 30), All - seen.Count)));
            last = reader.LastId;
        }
        return seen;
    }

    private static async Task ListAndFollowAsync(HttpClient client)
    {
        var listed = new List<string>();
        JsonElement page;
        string? feed = null;
        string? cursor = null;
        do
        {
            page = (await client.AskAsync("/api/v1/events?limit=100" + (cursor is null ? "" : "&cursor=" + cursor))).Json;
            feed ??= page.GetProperty("feed").GetString();
            cursor = page.GetProperty("nextCursor").GetString();
            listed.AddRange(page.GetProperty("data").Ids());
        } while (cursor is not null);

        var followed = new List<string>();
        while (listed.Union(followed).Count() < All)
        {
            page = (await client.AskAsync($"/api/v1/events?limit=100&wait=20&after={feed}")).Json;
            feed = page.GetProperty("nextCursor").GetString();
            followed.AddRange(page.GetProperty("data").Ids());
        }
        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.Equal(followed.Count, followed.Distinct().Count());
    }

    private static Task WriteAsync(HttpClient client) =>
        Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(async writer =>
                {
                    for (var i = 0; i < EventsEach; i++)
                        Assert.Equal(
                            201,
                            (await client.RecordAsync(AnEvent.Json(string.Create(CultureInfo.InvariantCulture, $"w{writer}-{i}")))).Status
                        );
                })
        );
}
