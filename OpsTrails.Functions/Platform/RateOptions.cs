namespace OpsTrails.Functions.Platform;

/// <summary>Token buckets in the memory of each instance, against runaway clients. A request over the limit gets 429.</summary>
internal sealed class RateOptions
{
    private const int MaxPerSecond = 1_000_000;
    private const int MaxBurst = 10_000_000;

    /// <summary>Requests a second of one API key, 1 to 1,000,000; 0 for no limit. Default 500.</summary>
    public int PerKeyPerSecond { get; set; } = 500;

    /// <summary>Size of that bucket, from <see cref="PerKeyPerSecond"/> to 10,000,000. Default 2,000.</summary>
    public int PerKeyBurst { get; set; } = 2_000;

    /// <summary>Requests a second without a valid key from one address, 1 to 1,000,000; 0 for no limit. Default 20.</summary>
    public int UnknownPerSecond { get; set; } = 20;

    /// <summary>Size of that bucket, from <see cref="UnknownPerSecond"/> to 10,000,000. Default 200.</summary>
    public int UnknownBurst { get; set; } = 200;

    public IEnumerable<(string Setting, string Problem)> Validate() =>
        [.. Validate("Rates:PerKey", PerKeyPerSecond, PerKeyBurst), .. Validate("Rates:Unknown", UnknownPerSecond, UnknownBurst)];

    private static IEnumerable<(string Setting, string Problem)> Validate(string bucket, int perSecond, int burst)
    {
        if (perSecond is < 0 or > MaxPerSecond)
            yield return (bucket + "PerSecond", $"must be from 0 (no limit) to {MaxPerSecond}, not {perSecond}");
        if (burst < perSecond || burst > MaxBurst)
            yield return (bucket + "Burst", $"must be from {perSecond} ({bucket}PerSecond) to {MaxBurst}, not {burst}");
    }
}
