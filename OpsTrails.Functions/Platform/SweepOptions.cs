namespace OpsTrails.Functions.Platform;

/// <summary>The sweep completes events that a killed process or a failing store left unfinished.</summary>
internal sealed class SweepOptions
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Max = TimeSpan.FromHours(1);

    /// <summary>Time between sweeps, 100 ms to 1 hour. Default 30 s. Under a Functions host its timer sets the interval.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Minimum age of an unfinished event, 0 to 1 hour. The sweep leaves younger ones to the request that records them. Default 30 s.
    /// </summary>
    public TimeSpan After { get; set; } = TimeSpan.FromSeconds(30);

    public IEnumerable<(string Setting, string Problem)> Validate()
    {
        if (Interval < MinInterval || Interval > Max)
            yield return ("Sweep:Interval", $"must be from 00:00:00.1 to 01:00:00, not {Interval}");
        if (After < TimeSpan.Zero || After > Max)
            yield return ("Sweep:After", $"must be from 00:00:00 to 01:00:00, not {After}");
    }
}
