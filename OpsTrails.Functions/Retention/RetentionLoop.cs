using Microsoft.Extensions.Options;
using OpsTrails.Functions.Hosting;

namespace OpsTrails.Functions.Retention;

/// <summary>Begins a run at an interval, the first one soon after the start, where no Functions host does it with its timer.</summary>
internal sealed partial class RetentionLoop(
    RetentionRuns runs,
    FunctionsHost host,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    ILogger<RetentionLoop> logger
) : BackgroundService
{
    private static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (host.IsPresent)
            return;
        var wait = options.Value.Retention.Interval < FirstAfter ? options.Value.Retention.Interval : FirstAfter;
        while (await WaitAsync(wait, stoppingToken))
        {
            wait = options.Value.Retention.Interval;
            try
            {
                await runs.RunAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The loop outlives whatever one run meets.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // A program that ends, perhaps because it cannot listen, takes away what the run works with.
                if (stoppingToken.IsCancellationRequested)
                    return;
                Log.RunFailed(logger, e);
            }
        }
    }

    private async Task<bool> WaitAsync(TimeSpan wait, CancellationToken stopping)
    {
        await Task.Delay(wait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    private static partial class Log
    {
        [LoggerMessage(2203, LogLevel.Warning, "A run of retention failed and will be tried again")]
        public static partial void RunFailed(ILogger logger, Exception e);
    }
}
