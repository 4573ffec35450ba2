using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Sweeps at an interval. Under a Functions host a timer does that, and the loop only sweeps if the timer has stopped. At shutdown the loop
/// waits for the recorder's background work.
/// </summary>
internal sealed class SweepLoop(
    SweepRuns runs,
    EventRecorder recorder,
    FunctionsHost host,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    ILogger<SweepLoop> logger
) : RepeatedWork(clock, logger)
{
    /// <summary>How often an instance under a Functions host checks for an overdue sweep. Each check reads the store once.</summary>
    private static readonly TimeSpan OverdueCheck = TimeSpan.FromMinutes(1);

    protected override string Name => "The sweep";

    /// <summary>Under a host the first check comes later, so an instance that serves only one request skips it.</summary>
    protected override TimeSpan FirstAfter => host.IsPresent ? OverdueCheck : TimeSpan.Zero;

    protected override TimeSpan Interval => host.IsPresent ? OverdueCheck : options.Value.Sweep.Interval;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await recorder.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override Task RunAsync(CancellationToken stopping) =>
        host.IsPresent ? runs.RunIfOverdueAsync(stopping) : runs.RunAsync(stopping);
}
