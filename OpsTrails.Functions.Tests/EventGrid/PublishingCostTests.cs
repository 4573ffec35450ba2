using OpsTrails.Functions.Tests.Events;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.EventGrid;

/// <summary>
/// What recording costs with a topic: the requests of <see cref="StorageRequestCountTests"/> and a delete of the outbox rows.
/// </summary>
public sealed class PublishingCostTests
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    [Fact]
    public Task An_event_in_a_known_cell_takes_6_storage_requests_and_1_of_the_topic() =>
        AssertWarmCostAsync(AnEvent.Json("e"), "cells write 1, events write 1, ledger write 3, timeline write 1");

    [Fact]
    public Task A_batch_of_100_in_a_known_cell_takes_9_storage_requests_and_1_of_the_topic() =>
        AssertWarmCostAsync(AnEvent.Batch(100), "cells write 1, events write 1, ledger write 6, timeline write 1");

    private static async Task AssertWarmCostAsync(string body, string listing)
    {
        var tap = new StoreTap();
        await using var topic = await FakeTopic.StartAsync();
        await using var app = await TestApp.StartAsync(
            null,
            builder =>
            {
                tap.AddTo(builder);
                TestClock.AtNoon().AddTo(builder);
            },
            [NoSweep, .. topic.Settings]
        );
        using var client = await app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.Json("warm"));
        await app.SettleAsync();
        await Eventually.TrueAsync(() => tap.Ended(Tables.Keys, "write") == 3);
        using var requests = new StorageRequests(app);

        await client.RecordAsync(body);
        await app.SettleAsync();

        Assert.Equal(listing, requests.ListingWithout(Tables.Keys));
        Assert.Equal(2, topic.Requests.Count);
    }
}
