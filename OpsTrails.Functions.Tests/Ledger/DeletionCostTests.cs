using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Ledger;

/// <summary>Storage requests of a deletion.</summary>
public sealed class DeletionCostTests : IAsyncLifetime
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(null, _clock.AddTo, RetainingApp.NoSweep);
        _admin = await _app.AdminOfAsync();
        await _app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 300));
        await _admin.AskAsync("/api/v1/events/e0");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task An_event_that_its_cell_has_passed_is_a_few_requests()
    {
        using var requests = new StorageRequests(_app);

        Assert.Equal(200, (await _admin.DeleteEventAsync("e120", "svc-0")).Status);

        TestContext.Current.TestOutputHelper!.WriteLine(requests.ListingWithout(""));
        Assert.Equal(
            "cells read 1, events read 1, events write 1, facets read 1, incidents read 3, ledger query 2, ledger read 5, ledger write 2, "
                + "poison write 1, timeline write 1",
            requests.ListingWithout("keys", "settings")
        );
    }

    [Fact]
    public async Task The_newest_event_of_a_cell_and_type_takes_a_query_for_each_place_that_is_taken_again()
    {
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _app.RecordAsync([
            RecordedEvents.Json("typo", RecordedEvents.TimeText(_clock.GetUtcNow().UtcTicks), "svc-0", "PROD", "type-0"),
        ]);
        using var requests = new StorageRequests(_app);

        Assert.Equal(200, (await _admin.DeleteEventAsync("typo", "svc-0")).Status);

        TestContext.Current.TestOutputHelper!.WriteLine(requests.ListingWithout(""));
        Assert.Equal(
            "cells read 1, cells write 1, events query 1, events read 1, events write 1, facets read 1, incidents read 3, ledger query 2, "
                + "ledger read 5, ledger write 2, poison write 1, timeline query 1, timeline write 1",
            requests.ListingWithout("keys", "settings")
        );
    }

    [Fact]
    public async Task The_repetition_after_two_minutes_is_a_few_requests()
    {
        await _admin.DeleteEventAsync("e120", "svc-0");
        _clock.Advance(TimeSpan.FromMinutes(3));
        using var requests = new StorageRequests(_app);

        await _app.SweepAsync(_clock.GetUtcNow());

        TestContext.Current.TestOutputHelper!.WriteLine(requests.ListingWithout(""));
        Assert.InRange(requests.Count, 10, 16);
    }
}
