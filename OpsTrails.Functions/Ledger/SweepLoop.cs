using Microsoft.Extensions.Options;
using OpsTrails.Functions.Hosting;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Begins a round of the sweep at an interval, where no Functions host does it with its timer; and when the program stops lets what goes on behind given
/// answers come to its end.
/// </summary>
internal sealed partial class SweepLoop(
    SweepRounds rounds,
    Recorder recorder,
    FunctionsHost host,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    ILogger<SweepLoop> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await recorder.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (host.IsPresent)
            return;
        using var timer = new PeriodicTimer(options.Value.Sweep.Interval, clock);
        do
        {
            try
            {
                await rounds.RunAsync(stoppingToken);
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
        }
        while (await WaitAsync(timer, stoppingToken));
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
