using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Live;

/// <summary>What the live feed costs while nothing happens, counted.</summary>
public sealed class FeedCostTests
{
    private const int Polls = 20;

    // A time that nothing else waits for.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1.234);

    private static readonly string[] Settings = ["OpsTrails:Live:PollInterval=00:00:01.2340000", "OpsTrails:Sweep:Interval=01:00:00"];

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public async Task Any_number_of_readers_of_an_organization_costs_one_read_an_interval_and_one_query_for_what_is_new(int count)
    {
        using var folder = new TemporaryFolder();
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(folder.Path, clock.AddTo, Settings);
        await using var other = await TestApp.StartAsync(folder.Path, null, Settings);
        using var client = await app.ClientWithKeyAsync();
        var readers = await OpenAsync(client, count);
        using var requests = new StorageRequests(app);

        for (var poll = 1; poll <= Polls; poll++)
        {
            await clock.WhenAwaitedAsync(Interval, poll);
            clock.Advance(Interval);
        }
        await clock.WhenAwaitedAsync(Interval, Polls + 1);
        Assert.Equal($"ledger read {Polls}", requests.ListingWithout("keys"));

        await other.RecordIdsAsync("e");
        clock.Advance(Interval);
        foreach (var reader in readers)
            Assert.Equal(["e"], await reader.NextIdsAsync(1));
        Assert.Equal($"ledger query 1, ledger read {Polls + 1}", requests.ListingWithout("keys"));
        readers.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task An_event_of_the_same_instance_costs_one_query_whatever_the_number_of_readers()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(null, clock.AddTo, Settings);
        using var client = await app.ClientWithKeyAsync();
        var readers = await OpenAsync(client, 20);
        var tap = new StorageRequests(app);

        await app.RecordIdsAsync("e");
        foreach (var reader in readers)
            Assert.Equal(["e"], await reader.NextIdsAsync(1));

        using (tap)
            Assert.Contains("ledger query 1,", tap.ListingWithout("keys") + ",", StringComparison.Ordinal);
        readers.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task Without_a_reader_nobody_asks_the_store()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(null, clock.AddTo, Settings);
        using var client = await app.ClientWithKeyAsync();
        using var present = new LiveMetric(app, "opstrails.live.readers");
        var readers = await OpenAsync(client, 3);
        Assert.Equal(3, present.Sum);
        await clock.WhenAwaitedAsync(Interval);

        readers.ForEach(reader => reader.Dispose());
        await Eventually.TrueAsync(() => present.Sum == 0);
        using var requests = new StorageRequests(app);
        for (var i = 0; i < 100; i++)
            clock.Advance(Interval);
        await client.AskAsync("/api/v1/events/none");

        // The one query is for the event that is asked for, and shows that what came before it would have been counted.
        Assert.Equal("ledger query 1", requests.ListingWithout("keys"));
    }

    private static async Task<List<SseReader>> OpenAsync(HttpClient client, int count)
    {
        var readers = new List<SseReader>();
        for (var i = 0; i < count; i++)
            readers.Add(await SseReader.OpenedAsync(client));
        return readers;
    }
}
