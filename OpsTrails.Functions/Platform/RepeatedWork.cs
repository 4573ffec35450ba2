using OpsTrails.Storage;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// Work that an instance repeats while the program runs. A failed run is logged, and the next one starts after the usual wait.
/// </summary>
internal abstract partial class RepeatedWork(TimeProvider clock, ILogger logger) : BackgroundService
{
    /// <summary>The wait before the first run.</summary>
    protected abstract TimeSpan FirstAfter { get; }

    /// <summary>The wait between runs.</summary>
    protected abstract TimeSpan Interval { get; }

    /// <summary>Names the work in the log.</summary>
    protected abstract string Name { get; }

    protected abstract Task RunAsync(CancellationToken stopping);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = FirstAfter; await WhenDueAsync(wait, stoppingToken); wait = Interval)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
#pragma warning disable CA1031 // One failed run must not end the loop.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // During shutdown the services that the run uses are disposed.
                if (stoppingToken.IsCancellationRequested)
                    return;
                if (e is not StorageUnavailableException { Fault: not null })
                    Log.RunFailed(logger, e, Name);
            }
        }
    }

    /// <summary>Waits for the next run. An override may end the wait early.</summary>
    protected virtual Task WaitAsync(TimeSpan wait, CancellationToken stopping) => Task.Delay(wait, clock, stopping);

    private async Task<bool> WhenDueAsync(TimeSpan wait, CancellationToken stopping)
    {
        if (wait != TimeSpan.Zero)
            await WaitAsync(wait, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    private static partial class Log
    {
        [LoggerMessage(2105, LogLevel.Warning, "{Work} failed. The next run tries again")]
        public static partial void RunFailed(ILogger logger, Exception e, string work);
    }
}
