using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Ledger;

public sealed class LeasesTests : IAsyncLifetime
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    private readonly TestClock _clock = TestClock.AtNoon();
    private readonly TemporaryFolder _folder = new();
    private TestApp _one = null!;
    private TestApp _other = null!;

    public async ValueTask InitializeAsync()
    {
        _one = await TestApp.StartAsync(_folder.Path, _clock.AddTo, NoSweep);
        _other = await TestApp.StartAsync(_folder.Path, _clock.AddTo, NoSweep);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_sweep_with_something_to_do_takes_it_and_gives_it_back()
    {
        await LeaveAsync();
        using var requests = new StorageRequests(_one);

        await SweepAsync(_one);

        Assert.Contains("leases read 1, leases write 2", requests.ListingWithout(""), StringComparison.Ordinal);
        Assert.Empty(await LeasesAsync());
    }

    [Fact]
    public async Task A_sweep_with_nothing_to_do_is_one_request()
    {
        using var requests = new StorageRequests(_one);

        await SweepAsync(_one);

        Assert.Equal("ledger query 1", requests.ListingWithout(""));
    }

    [Fact]
    public async Task While_somebody_else_holds_it_a_sweep_does_nothing()
    {
        await LeaveAsync();
        await using var held = await LeasesOf(_other).TakeAsync(_one.Organization, Sweep.Work);

        await SweepAsync(_one);

        Assert.Equal(1, await _one.CountOutboxAsync());
    }

    [Fact]
    public async Task What_its_holder_left_behind_is_free_after_15_seconds()
    {
        await LeaveAsync();
        var held = await LeasesOf(_other).TakeAsync(_one.Organization, Sweep.Work);

        _clock.Advance(Leases.Lasts - TimeSpan.FromTicks(1));
        var before = await LeasesOf(_one).TakeAsync(_one.Organization, Sweep.Work);
        _clock.Advance(TimeSpan.FromTicks(1));
        await SweepAsync(_one);

        Assert.NotNull(held);
        Assert.Null(before);
        Assert.Equal(0, await _one.CountOutboxAsync());
    }

    [Fact]
    public async Task Its_holder_renews_it_while_at_work()
    {
        await using var held = await LeasesOf(_one).TakeAsync(_one.Organization, Sweep.Work);
        for (var seconds = 0; seconds < 60; seconds += 5)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            Assert.True(await held!.KeepAsync());
        }

        Assert.Null(await LeasesOf(_other).TakeAsync(_one.Organization, Sweep.Work));
    }

    [Fact]
    public async Task Who_lost_it_is_told_and_does_not_take_away_that_of_another()
    {
        var held = await LeasesOf(_one).TakeAsync(_one.Organization, Sweep.Work);
        _clock.Advance(Leases.Lasts);
        await using var taken = await LeasesOf(_other).TakeAsync(_one.Organization, Sweep.Work);

        var kept = await held!.KeepAsync();
        await held.DisposeAsync();

        Assert.False(kept);
        Assert.Single(await LeasesAsync());
    }

    [Fact]
    public async Task One_kind_of_work_does_not_hold_up_another()
    {
        await using var held = await LeasesOf(_other).TakeAsync(_one.Organization, Sweep.Work);

        await using var taken = await LeasesOf(_one).TakeAsync(_one.Organization, "other");

        Assert.NotNull(taken);
    }

    // A lease row written by a clock in the future held up the work until that time.
    [Fact]
    public async Task One_that_ends_later_than_a_lease_can_is_none()
    {
        await LeaveAsync();
        _clock.Step(TimeSpan.FromDays(1));
        await LeasesOf(_other).TakeAsync(_one.Organization, Sweep.Work);
        _clock.Step(TimeSpan.FromDays(-1));

        await SweepAsync(_one);

        Assert.Equal(0, await _one.CountOutboxAsync());
    }

    [Fact]
    public async Task Its_holder_renews_it_although_the_clock_was_set_back()
    {
        await using var held = await LeasesOf(_one).TakeAsync(_one.Organization, Sweep.Work);
        var before = (await LeasesAsync())[0].Number("Until");
        _clock.Step(TimeSpan.FromHours(-1));
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(await held!.KeepAsync());

        Assert.NotEqual(before, (await LeasesAsync())[0].Number("Until"));
    }

    private async Task<List<Row>> LeasesAsync() =>
        [.. (await _one.RowsAsync(Tables.Leases)).Where(row => row.Key.Partition == _one.Organization.Value)];

    private static Leases LeasesOf(TestApp app) => app.Services.GetRequiredService<Leases>();

    private Task<int> SweepAsync(TestApp app) => app.SweepAsync(_clock.GetUtcNow().AddMinutes(1));

    private async Task LeaveAsync() => await new PartialEvents(_one.Store, _one.Organization, _clock.GetUtcNow()).WriteAsync(1, "claim");
}
