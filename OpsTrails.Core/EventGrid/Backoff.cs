namespace OpsTrails.Core.EventGrid;

/// <summary>How a publisher leaves a topic alone that does not take events: twice as long each time, and as long as the topic asks.</summary>
public static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>A topic may ask for more than we would wait of our own, but not for ever.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(5);

    /// <param name="failures">How many times in a row it failed, from 1.</param>
    public static TimeSpan After(int failures)
    {
        var doublings = Math.Min(Math.Max(failures - 1, 0), 10);
        var wait = First * (1 << doublings);
        return wait < Longest ? wait : Longest;
    }

    /// <summary>What of a Retry-After is honoured.</summary>
    public static TimeSpan Asked(TimeSpan? retryAfter) =>
        retryAfter is not { } asked || asked <= TimeSpan.Zero ? TimeSpan.Zero
        : asked < LongestAsked ? asked
        : LongestAsked;
}
