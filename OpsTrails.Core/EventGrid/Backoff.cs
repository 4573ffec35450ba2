namespace OpsTrails.Core.EventGrid;

/// <summary>How long a publisher waits after a failure: twice as long each time, and at least as long as the topic asks.</summary>
public static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    /// <summary>A topic can ask for more than our own maximum, within this limit.</summary>
    private static readonly TimeSpan MaxAsked = TimeSpan.FromMinutes(5);

    /// <param name="failures">The number of failures in a row, from 1.</param>
    public static TimeSpan After(int failures)
    {
        var doublings = Math.Min(Math.Max(failures - 1, 0), 10);
        var wait = First * (1 << doublings);
        return wait < MaxWait ? wait : MaxWait;
    }

    /// <summary>The part of a Retry-After that is honored.</summary>
    public static TimeSpan Asked(TimeSpan? retryAfter) =>
        retryAfter is not { } asked || asked <= TimeSpan.Zero ? TimeSpan.Zero
        : asked < MaxAsked ? asked
        : MaxAsked;
}
