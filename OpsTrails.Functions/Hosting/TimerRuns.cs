using OpenTelemetry.Metrics;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Retention;

namespace OpsTrails.Functions.Hosting;

/// <summary>One run of each timer function: waits until the store is open, and ends before the host would end it.</summary>
internal sealed partial class TimerRuns(
    Installation installation,
    SweepRounds sweep,
    RetentionRuns retention,
    TimeProvider clock,
    ILogger<TimerRuns> logger,
    MeterProvider? metrics = null
)
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Less than the functionTimeout of host.json. The next run does what is left.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    /// <exception cref="TimerFailedException">The run failed. The log says why, and the host counts the failure.</exception>
    public Task SweepAsync(CancellationToken cancel) => RunAsync("sweep", sweep.RunAsync, cancel);

    /// <inheritdoc cref="SweepAsync"/>
    public Task RetentionAsync(CancellationToken cancel) => RunAsync("retention", retention.RunAsync, cancel);

    private async Task RunAsync(string name, Func<CancellationToken, Task<bool>> run, CancellationToken cancel)
    {
        try
        {
            if (!await TryAsync(name, run, cancel))
                throw new TimerFailedException(name);
        }
        finally
        {
            // The instance may not live until the exporter's next interval, and an alert watches what the sweep reports.
            metrics?.ForceFlush((int)FlushTimeout.TotalMilliseconds);
        }
    }

    private async Task<bool> TryAsync(string name, Func<CancellationToken, Task<bool>> run, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(MaxTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            await installation.WhenOpenAsync().WaitAsync(either.Token);
            return await run(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the host has to count it.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2106, LogLevel.Warning, "The timer function {Function} failed and will run again")]
        public static partial void Failed(ILogger logger, Exception e, string function);
    }
}

/// <summary>A run of a timer function failed.</summary>
internal sealed class TimerFailedException(string function) : Exception($"The timer function {function} failed. The log says why.");
