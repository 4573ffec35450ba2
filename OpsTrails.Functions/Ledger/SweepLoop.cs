using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Sweeps at an interval. Under a Functions host its timer does that, and this only sweeps when the timer has stopped. When the program stops, waits
/// for the work behind answers that were given.
/// </summary>
internal sealed class SweepLoop(
    SweepRounds rounds,
    EventRecorder recorder,
    FunctionsHost host,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    ILogger<SweepLoop> logger
) : RepeatedWork(clock, logger)
{
    /// <summary>How often an instance under a Functions host looks whether the sweep is overdue: one storage read each.</summary>
    private static readonly TimeSpan OverdueCheck = TimeSpan.FromMinutes(1);

    protected override string Name => "the sweep";

    /// <summary>Under a host the first look comes later: an instance that was started for one request does without.</summary>
    protected override TimeSpan FirstAfter => host.IsPresent ? OverdueCheck : TimeSpan.Zero;

    protected override TimeSpan Interval => host.IsPresent ? OverdueCheck : options.Value.Sweep.Interval;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await recorder.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task RunAsync(CancellationToken stopping) =>
        host.IsPresent ? rounds.RunIfOverdueAsync(stopping) : rounds.RunAsync(stopping);
}
