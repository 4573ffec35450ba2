using Microsoft.AspNetCore.Builder;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>What recording costs, in requests of the store as the operators' meter counts them. Each is paid for and waited for.</summary>
public sealed class StorageRequestCountTests
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    [Fact]
    public async Task An_event_in_a_known_cell_takes_5_requests() =>
        await AssertWarmCostAsync(AnEvent.Json("e"), "cells write 1, events write 1, ledger write 2, timeline write 1", most: 8);

    [Fact]
    public async Task A_batch_of_100_in_a_known_cell_takes_8_requests() =>
        await AssertWarmCostAsync(AnEvent.Batch(100), "cells write 1, events write 1, ledger write 5, timeline write 1", most: 14);

    [Fact]
    public async Task An_event_of_a_day_that_has_ended_takes_no_more() =>
        await AssertWarmCostAsync(
            AnEvent.Json("e", time: "2026-05-28T10:00:00Z"),
            "cells write 1, events write 1, ledger write 2, timeline write 1",
            most: 8,
            before: AnEvent.Json("before", time: "2026-05-28T09:00:00Z")
        );

    [Fact]
    public async Task A_batch_of_100_of_a_day_that_has_ended_takes_no_more() =>
        await AssertWarmCostAsync(
            AnEvent.Batch(100, time: "2026-05-28T10:00:00Z"),
            "cells write 1, events write 1, ledger write 5, timeline write 1",
            most: 14,
            before: AnEvent.Json("before", time: "2026-05-28T09:00:00Z")
        );

    [Fact]
    public async Task The_first_event_of_a_process_takes_11_requests() =>
        await AssertColdCostAsync(
            AnEvent.Json("e"),
            "cells read 1, cells write 1, events write 1, facets read 1, keys read 2, ledger read 1, ledger write 2, "
                + "settings read 1, timeline write 1",
            most: 12
        );

    [Fact]
    public async Task A_batch_of_100_as_the_first_request_of_a_process_takes_14_requests() =>
        await AssertColdCostAsync(
            AnEvent.Batch(100),
            "cells read 1, cells write 1, events write 1, facets read 1, keys read 2, ledger read 1, ledger write 5, "
                + "settings read 1, timeline write 1",
            most: 16
        );

    [Fact]
    public async Task The_very_first_event_with_a_new_key_takes_13_requests()
    {
        using var folder = new TemporaryFolder();
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(folder.Path, builder => AtNoon(builder, tap), NoSweep);
        using var client = await app.ClientWithKeyAsync();
        using var requests = new StorageRequests(app);

        await client.RecordAsync(AnEvent.Json("e"));
        await app.SettleAsync();
        await Eventually.TrueAsync(() => tap.Ended(Tables.Keys, "write") == 3);

        Assert.Equal(
            "cells read 1, cells write 1, events write 1, facets read 1, facets write 1, keys read 2, keys write 1, ledger read "
                + "1, ledger write 2, settings read 1, timeline write 1",
            requests.ListingWithout("")
        );
    }

    private static async Task AssertWarmCostAsync(string body, string listing, int most, string? before = null)
    {
        using var folder = new TemporaryFolder();
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(folder.Path, builder => AtNoon(builder, tap), NoSweep);
        using var client = await WarmUpAsync(app, tap);
        if (before is not null)
            await client.RecordAsync(before);
        await app.SettleAsync();
        using var requests = new StorageRequests(app);

        await client.RecordAsync(body);
        await app.SettleAsync();

        // The key is looked up again every 5 s, which is not the event's doing.
        Assert.Equal(listing, requests.ListingWithout(Tables.Keys));
        Assert.InRange(requests.Count, 1, most);
    }

    private static async Task AssertColdCostAsync(string body, string listing, int most)
    {
        using var folder = new TemporaryFolder();
        var earlierTap = new StoreTap();
        string bearer;
        await using (var earlier = await TestApp.StartAsync(folder.Path, builder => AtNoon(builder, earlierTap), NoSweep))
        {
            using var warm = await WarmUpAsync(earlier, earlierTap);
            bearer = warm.DefaultRequestHeaders.Authorization!.Parameter!;
        }
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(folder.Path, builder => AtNoon(builder, tap), NoSweep);
        using var requests = new StorageRequests(app);
        using var client = app.ClientWith(bearer);

        await client.RecordAsync(body);
        await app.SettleAsync();
        await Eventually.TrueAsync(() => tap.Ended(Tables.Keys, "read") == 2);

        Assert.Equal(listing, requests.ListingWithout(""));
        Assert.InRange(requests.Count, 1, most);
    }

    /// <summary>Not at midnight: the types of a new day would add writes.</summary>
    private static void AtNoon(WebApplicationBuilder builder, StoreTap tap)
    {
        tap.AddTo(builder);
        TestClock.AtNoon().AddTo(builder);
    }

    /// <summary>Records one event, and waits for the other writes of a new key.</summary>
    private static async Task<HttpClient> WarmUpAsync(TestApp app, StoreTap tap)
    {
        var client = await app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.Json("warm"));
        await app.SettleAsync();
        await Eventually.TrueAsync(() => tap.Ended(Tables.Keys, "write") == 3);
        return client;
    }
}
