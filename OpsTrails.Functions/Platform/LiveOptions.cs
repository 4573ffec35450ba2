namespace OpsTrails.Functions.Platform;

/// <summary>The live feed: streams and long polls.</summary>
internal sealed class LiveOptions
{
    private const int MaxMaxReaders = 100_000;

    private static readonly TimeSpan MinPollInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MinStreamLifetime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxStreamLifetime = TimeSpan.FromHours(1);

    /// <summary>
    /// How often an instance reads the store for events that other instances recorded, for each organization with live readers, 100 ms to 1
    /// minute. Default 1 s.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// When a stream ends and its client reconnects, 1 s to 1 hour. Default 200 s, below the limits of a Functions host and its load
    /// balancers.
    /// </summary>
    public TimeSpan StreamLifetime { get; set; } = TimeSpan.FromSeconds(200);

    /// <summary>
    /// Maximum number of open streams and long polls of one organization on one instance, 1 to 100,000. One more gets 429. Default 1,000.
    /// </summary>
    public int MaxReaders { get; set; } = 1_000;

    /// <summary>The share of one key or person, 1 to 100,000. Default 500.</summary>
    public int MaxReadersPerKey { get; set; } = 500;

    public IEnumerable<(string Setting, string Problem)> Validate(FunctionsHost host)
    {
        if (PollInterval < MinPollInterval || PollInterval > MaxPollInterval)
            yield return ("Live:PollInterval", $"must be from 00:00:00.1 to 00:01:00, not {PollInterval}");
        if (StreamLifetime < MinStreamLifetime || StreamLifetime > MaxStreamLifetime)
            yield return ("Live:StreamLifetime", $"must be from 00:00:01 to 01:00:00, not {StreamLifetime}");
        if (host.MaxAnswerTime is { } max && StreamLifetime > max)
            yield return (
                "Live:StreamLifetime",
                $"must be at least a minute less than the functionTimeout of the Functions host, so at most {max}, not {StreamLifetime}. "
                    + "The host restarts the program when a stream lasts longer"
            );
        if (MaxReaders is < 1 or > MaxMaxReaders)
            yield return ("Live:MaxReaders", $"must be from 1 to {MaxMaxReaders}, not {MaxReaders}");
        if (MaxReadersPerKey is < 1 or > MaxMaxReaders)
            yield return ("Live:MaxReadersPerKey", $"must be from 1 to {MaxMaxReaders}, not {MaxReadersPerKey}");
    }
}
