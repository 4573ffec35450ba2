using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>What the timer functions of a Functions host run.</summary>
public sealed class TimerRunsTests : IAsyncLifetime
{
    private readonly StoreTap _tap = new();
    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;

    public async ValueTask InitializeAsync() =>
        _app = await TestApp.StartUnderHostAsync(builder =>
        {
            _tap.AddTo(builder);
            _clock.AddTo(builder);
        });

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private TimerRuns Runs => _app.Services.GetRequiredService<TimerRuns>();

    [Fact]
    public async Task A_sweep_finishes_what_was_left()
    {
        await _app.Services.GetRequiredService<Installation>().WhenOpenAsync();
        await new PartialEvents(_app.Store, _app.Organization, _clock.GetUtcNow().AddMinutes(-1)).WriteAsync(1, "claim");

        await Runs.SweepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, await _app.CountOutboxAsync());
    }

    [Fact]
    public async Task Nothing_is_swept_unless_the_host_asks()
    {
        await _app.Services.GetRequiredService<Installation>().WhenOpenAsync();
        _clock.Advance(TimeSpan.FromMinutes(2));

        await Runs.SweepAsync(TestContext.Current.CancellationToken);
        await Runs.SweepAsync(TestContext.Current.CancellationToken);

        // The outbox at each, and the feed's oldest rows at the first.
        Assert.Equal(3, _tap.Ended(Tables.Ledger, "query"));
    }

    [Fact]
    public async Task A_failure_is_logged_and_reported_to_the_host()
    {
        await _app.Services.GetRequiredService<Installation>().WhenOpenAsync();
        _tap.FailWhen(call => call.Operation == "query");

        var failure = await Assert.ThrowsAsync<TimerFailedException>(() => Runs.RetentionAsync(TestContext.Current.CancellationToken));

        Assert.Contains("retention", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_waits_until_the_store_is_open()
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tap = new StoreTap { Before = _ => opened.Task };
        await using var app = await TestApp.StartUnderHostAsync(tap.AddTo);

        var run = app.Services.GetRequiredService<TimerRuns>().SweepAsync(TestContext.Current.CancellationToken);
        var waits = !run.IsCompleted;
        opened.SetResult();
        await run;

        Assert.True(waits);
    }

    [Fact]
    public async Task A_run_ends_before_the_host_would_end_it()
    {
        var opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var tap = new StoreTap { Before = _ => opened.Task };
        await using var app = await TestApp.StartUnderHostAsync(builder =>
        {
            tap.AddTo(builder);
            _clock.AddTo(builder);
        });

        var run = app.Services.GetRequiredService<TimerRuns>().SweepAsync(TestContext.Current.CancellationToken);
        await _clock.WhenAwaitedAsync(TimerRuns.MaxTime);
        _clock.Advance(TimerRuns.MaxTime);
        await run.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);
        opened.SetResult();

        Assert.True(run.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_run_that_the_host_cancels_ends_as_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runs.SweepAsync(cancel.Token));
    }
}
