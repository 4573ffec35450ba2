namespace OpsTrails.Functions.Triggers;

/// <summary>A timer function: its name, and what one run of it does.</summary>
internal sealed partial class TimerFunction(string name, Func<CancellationToken, Task<bool>> work, TimeProvider clock, ILogger<TimerFunction> logger)
{
    /// <summary>Well within the time that host.json gives a function; what is left then, the next run does.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public string Name => name;

    /// <summary>Runs once, and not longer than a function may.</summary>
    /// <returns>Whether it went as it should.</returns>
    public async Task<bool> RunAsync(CancellationToken aborted)
    {
        using var deadline = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, aborted);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return true;
        }
#pragma warning disable CA1031 // Whatever it is, the host has to be told.
        catch (Exception e) when (!aborted.IsCancellationRequested)
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
