using Microsoft.Extensions.Options;
using OpsTrails.Functions.Hosting;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Starts a round of the sweep at an interval. Under a Functions host its timer does that, and this only sweeps when the timer has stopped. When the program
/// stops, lets the work behind answers that were given come to its end.
/// </summary>
internal sealed partial class SweepLoop(
    SweepRounds rounds,
    Recorder recorder,
    FunctionsHost host,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    ILogger<SweepLoop> logger
) : BackgroundService
{
    /// <summary>How often an instance under a Functions host looks whether the sweep is overdue: one storage read each.</summary>
    private static readonly TimeSpan OverdueCheck = TimeSpan.FromMinutes(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await recorder.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(host.IsPresent ? OverdueCheck : options.Value.Sweep.Interval, clock);

        // Under a host the first look comes later: an instance that was started for one request does without.
        if (host.IsPresent && !await WaitAsync(timer, stoppingToken))
            return;
        do
        {
            try
            {
                await (host.IsPresent ? rounds.RunIfOverdueAsync(stoppingToken) : rounds.RunAsync(stoppingToken));
            }
#pragma warning disable CA1031 // The loop outlives whatever one round meets.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // A program that ends, perhaps because it cannot listen, takes away what the round works with.
                if (stoppingToken.IsCancellationRequested)
                    return;
                Log.RoundFailed(logger, e);
            }
        } while (await WaitAsync(timer, stoppingToken));
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2105, LogLevel.Warning, "A round of the sweep failed and will be tried again")]
        public static partial void RoundFailed(ILogger logger, Exception e);
    }
}
