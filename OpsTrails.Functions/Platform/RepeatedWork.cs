namespace OpsTrails.Functions.Platform;

/// <summary>Work that an instance repeats while the program runs. A run that fails is logged and tried again at the next turn.</summary>
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
        for (var wait = FirstAfter; await WaitAsync(wait, stoppingToken); wait = Interval)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The loop outlives whatever one run meets.
            catch (Exception e)
#pragma warning restore CA1031
            {
                // A program that stops disposes of the services that the run uses.
                if (stoppingToken.IsCancellationRequested)
                    return;
                Log.RunFailed(logger, e, Name);
            }
        }
    }

    private async Task<bool> WaitAsync(TimeSpan wait, CancellationToken stopping)
    {
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stopping.IsCancellationRequested;
    }

    private static partial class Log
    {
        [LoggerMessage(2105, LogLevel.Warning, "A run of {Work} failed. The next run tries again")]
        public static partial void RunFailed(ILogger logger, Exception e, string work);
    }
}
