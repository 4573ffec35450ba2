using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.AzureTables;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Crash;

/// <summary>
/// Events from 16 connections while streams and long polls come and go, the program is killed again and again, and the topic fails a third
/// of the time: no reader misses an event, and none gets one twice.
/// </summary>
[Layer(Layer.Process)]
public sealed class FollowedThroughKillsTests(ITestOutputHelper output)
{
    private const int Connections = 16;
    private const int Kills = 5;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);
    private static readonly string[] SweepSoon = ["OpsTrails:Sweep:Interval=00:00:00.5", "OpsTrails:Sweep:After=00:00:01"];

    [Fact]
    public async Task Followers_of_one_folder_get_10_000_events_exactly_once_each_and_the_topic_at_least_once()
    {
        using var folder = new TemporaryFolder();

        await FollowAsync(folder.Path, () => EmbeddedTableStore.Open(folder.Path), events: 10_000);
    }

    [Fact]
    public async Task Followers_of_one_account_get_events_exactly_once_each_and_the_topic_at_least_once()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await FollowAsync(azurite.ConnectionString, () => new AzureTableStore(azurite.Connect()), events: 2_000);
    }

    private async Task FollowAsync(string storage, Func<ITableStore> open, int events)
    {
        await using var topic = await FakeTopic.StartAsync();
        topic.Fault = request => ValueTask.FromResult(request.Number % 3 == 0 ? new TopicFault(503) : null);
        string[] settings = [.. SweepSoon, .. topic.Settings];
        var program = await OpsTrailsProcess.StartAsync(storage, settings);
        try
        {
            var key = await program.CreateKeyAsync();
            var load = new EventLoad(seed: 40_404);
            var running = program;
            List<FeedFollower> followers =
            [
                .. Enumerable.Range(1, 3).Select(seed => new StreamFollower(() => Volatile.Read(ref running).ClientWith(key), seed)),
                .. Enumerable.Range(4, 2).Select(seed => new PollFollower(() => Volatile.Read(ref running).ClientWith(key), seed)),
            ];
            using var stop = new CancellationTokenSource();
            var following = Task.WhenAll(followers.Select(follower => follower.RunAsync(stop.Token)));

            for (var kill = 1; kill <= Kills; kill++)
            {
                await PostUntilAsync(load, program, key, events * kill / (Kills + 1), thenKill: true);
                await program.DisposeAsync();
                program = await OpsTrailsProcess.StartAsync(storage, settings);
                Volatile.Write(ref running, program);
            }
            await PostUntilAsync(load, program, key, events, thenKill: false);
            using (var client = program.ClientWith(key))
                await load.SettleAsync(client);

            var all = load.Acknowledged.Keys.ToHashSet();
            await Eventually.TrueAsync(
                () => Task.FromResult(followers.All(follower => follower.Received.Count >= all.Count) && all.IsSubsetOf(NamesIn(topic))),
                Timeout
            );

            // What the topic has got may still be in the outbox, to be sent once more: the program is stopped when that is empty.
            var kept = await StoreInvariants.CheckAsync(open, load.Acknowledged);
            Assert.Equal(0, await program.StopAsync());
            await stop.CancelAsync();
            await following;

            foreach (var follower in followers)
            {
                output.WriteLine($"{follower.GetType().Name}: {follower.Received.Count} events over {follower.Connections} connections");
                Assert.Equal(follower.Received.Count, follower.Received.Distinct().Count());
                Assert.True(all.SetEquals(follower.Received));
            }
            output.WriteLine($"{all.Count} events; {topic.Delivered.Count} deliveries to the topic in {topic.Requests.Count} requests");

            // Every event was sent until it was answered, so all of them are recorded.
            Assert.Equal(all.Count, kept);
        }
        finally
        {
            await program.DisposeAsync();
        }
    }

    private static HashSet<EventName> NamesIn(FakeTopic topic) =>
        [.. topic.Delivered.Select(e => new EventName(e.GetProperty("source").GetString()!, FakeTopic.IdOf(e)))];

    /// <summary>Posts until so many events are acknowledged; then perhaps kills the program in the middle of it.</summary>
    private static async Task PostUntilAsync(EventLoad load, OpsTrailsProcess program, string key, int acknowledged, bool thenKill)
    {
        using var client = program.ClientWith(key);
        while (load.Acknowledged.Count < acknowledged)
        {
            var posting = load.RunAsync([client], Connections, requests: 40);
            while (thenKill && !posting.IsCompleted && load.Acknowledged.Count < acknowledged)
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            if (thenKill && load.Acknowledged.Count >= acknowledged)
                await program.KillAsync();
            await posting;
        }
    }
}
