using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Limits;

/// <summary>Token buckets of this instance: one for each key or person, and one for each address that sends no valid key.</summary>
internal sealed class Rates(IOptions<OpsTrailsOptions> options) : IDisposable
{
    private const string TooManyUnknown = "Too many requests without a valid key came from this address; wait and send again.";

    private readonly PartitionedRateLimiter<string> _keys = Buckets(options.Value.Rates.PerKeyPerSecond, options.Value.Rates.PerKeyBurst);
    private readonly PartitionedRateLimiter<string> _unknown = Buckets(
        options.Value.Rates.UnknownPerSecond,
        options.Value.Rates.UnknownBurst
    );

    /// <summary>Where a request comes from.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    /// <returns>Null when the request may go on.</returns>
    public LimitExceeded? TakeForKey(string keyId) => Take(_keys, keyId, "This key sends too many requests; wait and send again.");

    /// <inheritdoc cref="TakeForKey"/>
    public LimitExceeded? TakeForPerson(string personId) =>
        Take(_keys, "person:" + personId, "Your sessions send too many requests; wait and send again.");

    /// <inheritdoc cref="TakeForKey"/>
    public LimitExceeded? TakeForUnknown(string address) => Take(_unknown, address, TooManyUnknown);

    /// <summary>Like <see cref="TakeForUnknown"/>, but takes nothing. Not a lease of no tokens: a bucket that holds a part of one would give that.</summary>
    public LimitExceeded? CheckUnknown(string address) =>
        _unknown.GetStatistics(address) is { CurrentAvailablePermits: < 1 } ? new LimitExceeded(TooManyUnknown, RetryAfter: null) : null;

    public void Dispose()
    {
        _keys.Dispose();
        _unknown.Dispose();
    }

    private static LimitExceeded? Take(PartitionedRateLimiter<string> limiter, string partition, string message)
    {
        using var lease = limiter.AttemptAcquire(partition);
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
