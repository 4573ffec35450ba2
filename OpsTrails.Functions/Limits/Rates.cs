using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Limits;

/// <summary>Token buckets of this instance: one for each key or person, and one for each address without a valid key.</summary>
internal sealed class Rates(IOptions<OpsTrailsOptions> options) : IDisposable
{
    private const string TooManyUnknown = "Too many requests without a valid key from this address. Wait, then retry with a valid key.";

    private const string TooManyOpen = "Too many requests from this address. Wait, then retry.";

    private readonly int _keyBurst = Math.Max(1, options.Value.Rates.PerKeyBurst);
    private readonly PartitionedRateLimiter<string> _keys = Buckets(options.Value.Rates.PerKeyPerSecond, options.Value.Rates.PerKeyBurst);
    private readonly PartitionedRateLimiter<string> _unknown = Buckets(
        options.Value.Rates.UnknownPerSecond,
        options.Value.Rates.UnknownBurst
    );

    /// <summary>What a caller without a key is counted by: the IPv4 address, or the /64 network of an IPv6 address.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? PartitionOf(address) : "";

    internal static string PartitionOf(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();

        // A provider gives each customer at least a /64, so the rest is the caller's choice.
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }

    /// <param name="keyId">The key.</param>
    /// <param name="tokens">What the request takes from the bucket.</param>
    /// <returns>Null when the request is within the limit.</returns>
    public LimitExceeded? TakeForKey(string keyId, int tokens = 1) =>
        Take(_keys, keyId, "Too many requests with this key. Wait, then retry.", Math.Min(tokens, _keyBurst));

    /// <inheritdoc cref="TakeForKey"/>
    public LimitExceeded? TakeForPerson(string personId, int tokens = 1) =>
        Take(_keys, "person:" + personId, "Too many requests from your sessions. Wait, then retry.", Math.Min(tokens, _keyBurst));

    /// <returns>Null when the request is within the limit.</returns>
    public LimitExceeded? TakeForUnknown(string address) => Take(_unknown, address, TooManyUnknown);

    /// <summary>A bucket of its own, so that reading documentation doesn't keep valid keys out.</summary>
    /// <inheritdoc cref="TakeForUnknown"/>
    public LimitExceeded? TakeForOpen(string address) => Take(_unknown, "open:" + address, TooManyOpen);

    /// <summary>
    /// Like <see cref="TakeForUnknown"/>, but takes no token. Acquiring zero tokens wouldn't do: it succeeds even if less than one token is
    /// left.
    /// </summary>
    public LimitExceeded? CheckUnknown(string address) =>
        _unknown.GetStatistics(address) is { CurrentAvailablePermits: < 1 } ? new LimitExceeded(TooManyUnknown, RetryAfter: null) : null;

    public void Dispose()
    {
        _keys.Dispose();
        _unknown.Dispose();
    }

    private static LimitExceeded? Take(PartitionedRateLimiter<string> limiter, string partition, string message, int tokens = 1)
    {
        using var lease = limiter.AttemptAcquire(partition, tokens);
        if (lease.IsAcquired)
            return null;
        return new LimitExceeded(message, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null);
    }

    private static PartitionedRateLimiter<string> Buckets(int perSecond, int burst) =>
        PartitionedRateLimiter.Create<string, string>(partition =>
            perSecond == 0
                ? RateLimitPartition.GetNoLimiter(partition)
                : RateLimitPartition.GetTokenBucketLimiter(
                    partition,
                    _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = burst,
                        TokensPerPeriod = perSecond,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                        AutoReplenishment = true,
                        QueueLimit = 0,
                    }
                )
        );
}
