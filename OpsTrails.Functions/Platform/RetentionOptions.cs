namespace OpsTrails.Functions.Platform;

/// <summary>Retention deletes events that are older than their organization's limit.</summary>
internal sealed class RetentionOptions
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromDays(1);

    /// <summary>Time between runs, 100 ms to 1 day. Default 1 hour. Under a Functions host its timer sets the interval.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    public IEnumerable<(string Setting, string Problem)> Validate()
    {
        if (Interval < MinInterval || Interval > MaxInterval)
            yield return ("Retention:Interval", $"must be from 00:00:00.1 to 1.00:00:00, not {Interval}");
    }
}
