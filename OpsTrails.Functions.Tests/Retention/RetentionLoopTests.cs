using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Retention;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Retention;

/// <summary>Behind a Functions host its timer begins the runs of retention, elsewhere a loop does.</summary>
public sealed class RetentionLoopTests
{
    private readonly TestClock _clock = TestClock.AtNoon();

    [Fact]
    public async Task Under_a_host_its_timer_deletes_what_is_due()
    {
        await using var app = await StartAsync(TestApp.StartUnderHostAsync);

        await app.Services.GetRequiredService<TimerRuns>().RetentionAsync(TestContext.Current.CancellationToken);

        Assert.Equal(48, (await app.RowsAsync(Tables.Timeline)).Count);
    }

    [Fact]
    public async Task Without_a_host_a_run_begins_five_minutes_after_the_start_and_then_every_hour()
    {
        await using var app = await StartAsync(
            (configure, settings) => TestApp.StartAsync(null, configure, [.. settings, "OpsTrails:Retention:Interval=01:00:00"])
        );
        var runs = app.Services.GetRequiredService<RetentionRuns>();

        await _clock.WhenAwaitedAsync(TimeSpan.FromMinutes(5));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await Eventually.TrueAsync(() => runs.Ended == 1);

        // The sweep waits as long, so it takes two to know that retention does.
        await _clock.WhenAwaitedAsync(TimeSpan.FromHours(1), times: 2);
        _clock.Advance(TimeSpan.FromHours(1));
        await Eventually.TrueAsync(() => runs.Ended == 2);

        Assert.Equal(46, (await app.RowsAsync(Tables.Timeline)).Count);
    }

    [Fact]
    public async Task Under_a_host_the_program_begins_none_by_itself()
    {
        await using var app = await StartAsync(TestApp.StartUnderHostAsync);

        _clock.Advance(TimeSpan.FromHours(2));
        await app.SettleAsync();

        Assert.Equal(0, app.Services.GetRequiredService<RetentionRuns>().Ended);
    }

    private async Task<TestApp> StartAsync(Func<Action<WebApplicationBuilder>?, string[], Task<TestApp>> start)
    {
        var app = await start(_clock.AddTo, [RetainingApp.NoSweep]);
        await app.Services.GetRequiredService<Installation>().WhenOpenAsync();
        await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 60));
        await app.KeepForAsync(2);
        return app;
    }
}
