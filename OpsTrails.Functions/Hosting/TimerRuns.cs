using OpenTelemetry.Metrics;
using OpsTrails.Functions.Derivation;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Retention;

namespace OpsTrails.Functions.Hosting;

/// <summary>Runs the timer functions: waits until the store is open, and ends before the host's timeout.</summary>
internal sealed partial class TimerRuns(
    Installation installation,
    SweepRuns sweep,
    RetentionRuns retention,
    DerivationRuns derivation,
    TimeProvider clock,
    ILogger<TimerRuns> logger,
    MeterProvider? metrics = null
)
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Less than the functionTimeout of host.json. The next run continues the work.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    /// <exception cref="TimerFailedException">The run failed. The host counts the failure.</exception>
    public Task SweepAsync(CancellationToken cancel) => RunAsync("sweep", sweep.RunAsync, cancel);

    /// <inheritdoc cref="SweepAsync"/>
    public Task RetentionAsync(CancellationToken cancel) =>
        RunAsync("retention", async stop => await retention.RunAsync(stop) & await derivation.RunAsync(stop), cancel);

    private async Task RunAsync(string name, Func<CancellationToken, Task<bool>> run, CancellationToken cancel)
    {
        try
        {
            if (!await TryAsync(name, run, cancel))
                throw new TimerFailedException(name);
        }
        finally
        {
            // The instance may end before the exporter's next interval, and an alert depends on the sweep's metrics.
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
#pragma warning disable CA1031 // The host must count every failure.
        catch (Exception e) when (!cancel.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Failed(logger, e, name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2106, LogLevel.Warning, "The timer function {Function} failed. The next run tries again")]
        public static partial void Failed(ILogger logger, Exception e, string function);
    }
}

internal sealed class TimerFailedException(string function) : Exception($"The timer function {function} failed. See the log.");
