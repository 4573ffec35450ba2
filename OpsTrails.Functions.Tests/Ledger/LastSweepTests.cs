using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Ledger;

/// <summary>
/// Under a Functions host timers run on instances of their own: the others learn of the sweep from the store, and sweep when it has
/// stopped.
/// </summary>
public sealed class LastSweepTests : IAsyncLifetime
{
    private readonly StoreTap _tap = new();
    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartUnderHostAsync(builder =>
        {
            _tap.AddTo(builder);
            _clock.AddTo(builder);
        });
        await _app.Services.GetRequiredService<Installation>().WhenOpenAsync();
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Health_shows_a_sweep_that_ran_on_another_instance()
    {
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        var before = await admin.AskAsync("/health");
        await new LastSweep(_app.Store).WriteAsync(
            new SweepRun(_clock.GetUtcNow().AddMinutes(-2), Succeeded: false),
            TestContext.Current.CancellationToken
        );
        var after = await admin.AskAsync("/health");

        Assert.Contains("\"lastRunAt\":null,\"lastSucceeded\":null", before.Body, StringComparison.Ordinal);
        Assert.Contains("\"lastRunAt\":\"2026-06-01T11:58:00.000Z\",\"lastSucceeded\":false", after.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_of_the_timer_is_remembered_with_how_it_went()
    {
        var last = new LastSweep(_app.Store);
        var runs = _app.Services.GetRequiredService<TimerRuns>();

        await runs.SweepAsync(TestContext.Current.CancellationToken);
        var good = await last.ReadAsync(TestContext.Current.CancellationToken);
        _tap.FailWhen(call => call is { Table: Tables.Ledger, Operation: "query" });
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<TimerFailedException>(() => runs.SweepAsync(TestContext.Current.CancellationToken));
        var bad = await last.ReadAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new SweepRun(_clock.GetUtcNow().AddMinutes(-1), Succeeded: true), good);
        Assert.Equal(new SweepRun(_clock.GetUtcNow(), Succeeded: false), bad);
    }

    [Fact]
    public async Task While_the_timer_runs_other_instances_only_look_once_a_minute()
    {
        await _app.Services.GetRequiredService<TimerRuns>().SweepAsync(TestContext.Current.CancellationToken);
        var (queries, reads) = (_tap.Ended(Tables.Ledger, "query"), _tap.Ended(Tables.Leases, "read"));

        for (var minute = 1; minute < SweepRuns.OverdueAfter.TotalMinutes; minute++)
        {
            await _clock.WhenAwaitedAsync(TimeSpan.FromMinutes(1), times: minute);
            _clock.Advance(TimeSpan.FromMinutes(1));
            var looked = minute;
            await Eventually.TrueAsync(() => _tap.Ended(Tables.Leases, "read") == reads + looked);
        }

        Assert.Equal(queries, _tap.Ended(Tables.Ledger, "query"));
    }

    [Fact]
    public async Task A_sweep_dated_in_the_future_keeps_nobody_from_sweeping()
    {
        await new LastSweep(_app.Store).WriteAsync(
            new SweepRun(_clock.GetUtcNow().AddDays(1), Succeeded: true),
            TestContext.Current.CancellationToken
        );

        Assert.True(await _app.Services.GetRequiredService<SweepRuns>().RunIfOverdueAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task When_the_timer_has_stopped_an_instance_finishes_what_was_left_and_says_so()
    {
        await _app.Services.GetRequiredService<TimerRuns>().SweepAsync(TestContext.Current.CancellationToken);
        await new PartialEvents(_app.Store, _app.Organization, _clock.GetUtcNow()).WriteAsync(1, "claim");

        for (var minute = 0; minute <= SweepRuns.OverdueAfter.TotalMinutes; minute++)
        {
            var reads = _tap.Ended(Tables.Leases, "read");
            await _clock.WhenAwaitedAsync(TimeSpan.FromMinutes(1), times: minute + 1);
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Eventually.TrueAsync(() => _tap.Ended(Tables.Leases, "read") > reads);
        }
        await Eventually.TrueAsync(async () => await _app.CountOutboxAsync() == 0);

        Assert.Contains(_app.Log.All, line => line.Contains("[2107]", StringComparison.Ordinal));
        Assert.True(
            (await new LastSweep(_app.Store).ReadAsync(TestContext.Current.CancellationToken))!.EndedAt > _clock.GetUtcNow().AddMinutes(-2)
        );
    }

    [Fact]
    public async Task A_run_of_the_timer_over_nothing_takes_2_storage_requests()
    {
        var runs = _app.Services.GetRequiredService<TimerRuns>();
        await runs.SweepAsync(TestContext.Current.CancellationToken);
        using var requests = new StorageRequests(_app);

        for (var run = 0; run < 10; run++)
            await runs.SweepAsync(TestContext.Current.CancellationToken);

        // The outbox, and the row that says so.
        Assert.Equal(20, requests.Count);
    }
}
