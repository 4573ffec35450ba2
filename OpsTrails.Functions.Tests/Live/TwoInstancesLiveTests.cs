using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Live;

public sealed class TwoInstancesLiveTests
{
    [Fact]
    public async Task An_event_posted_to_one_instance_reaches_readers_on_the_other()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var one = await TestApp.StartAsync(azurite.ConnectionString);
        await using var other = await TestApp.StartAsync(azurite.ConnectionString);
        var key = await one.CreateKeyAsync();
        using var writer = one.ClientWith(key);
        using var client = other.ClientWith(key);
        using var reader = await SseReader.OpenedAsync(client);
        var polling = client.AskAsync("/api/v1/events?after=f0&wait=30");

        await writer.RecordAsync(AnEvent.Json("now"));
        await writer.RecordAsync(AnEvent.Json("back-dated", time: "1999-01-01T00:00:00Z"));

        Assert.Equal(["back-dated", "now"], (await reader.NextIdsAsync(2)).Order());
        Assert.NotEmpty((await polling).Data.Ids());
    }

    [Fact]
    public async Task A_reader_cut_off_on_one_instance_goes_on_at_the_other()
    {
        using var folder = new TemporaryFolder();
        await using var one = await TestApp.StartAsync(folder.Path);
        await using var other = await TestApp.StartAsync(folder.Path);
        var key = await one.CreateKeyAsync();
        using var here = one.ClientWith(key);
        using var there = other.ClientWith(key);
        string? last;
        using (var reader = await SseReader.OpenedAsync(here))
        {
            await one.RecordIdsAsync("a", "b");
            await reader.NextIdsAsync(1);
            last = reader.LastId;
        }

        // The other instance has a tail by then that has not seen what is recorded just now.
        using var waiting = await SseReader.OpenedAsync(there);
        await one.RecordIdsAsync("c");
        using var again = await SseReader.OpenedAsync(there, lastEventId: last);
        using var ahead = await SseReader.OpenedAsync(there, lastEventId: "f3");

        Assert.Equal(["b", "c"], await again.NextIdsAsync(2));
        Assert.Equal("f3", ahead.LastId);
    }

    [Fact]
    public async Task A_deletion_on_one_instance_reaches_readers_on_the_other_and_empties_their_window()
    {
        using var folder = new TemporaryFolder();
        await using var one = await TestApp.StartAsync(folder.Path);
        await using var other = await TestApp.StartAsync(folder.Path);
        using var there = other.ClientWith(await one.CreateKeyAsync());
        using var reader = await SseReader.OpenedAsync(there);
        await one.RecordIdsAsync("a", "b", "c");
        await reader.NextIdsAsync(3);

        await one.DeleteFromFeedAsync("b", "c");

        Assert.Equal(["b", "c"], await reader.NextIdsAsync(2));
        using var again = await SseReader.OpenedAsync(there, "?after=begin");
        Assert.Equal(["a", "b", "c"], await again.NextIdsAsync(3));
        Assert.Equal("f5", again.LastId);
    }
}
