using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// In-memory cache with a fixed TTL. A write wins over a read that started earlier, so a stale read never replaces a newer value.
/// </summary>
/// <param name="maxEntries">Maximum number of entries.</param>
/// <param name="ttl">Lifetime of an entry.</param>
/// <param name="clock">Expires entries by elapsed time: a step of the wall clock doesn't keep them longer.</param>
internal sealed class TtlCache<TKey, TValue>(int maxEntries, TimeSpan ttl, TimeProvider clock) : IDisposable
    where TKey : notnull
{
    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = maxEntries, Clock = new ProgramClock(clock) });
    private readonly Lock _writing = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _entries.TryGetValue(key, out value);

    /// <summary>Caches a value that was written.</summary>
    public TValue Set(TKey key, TValue value)
    {
        lock (_writing)
            return _entries.Set(key, value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = ttl });
    }

    /// <summary>Caches a value that was read, unless a write came first.</summary>
    /// <returns>The cached value.</returns>
    public TValue SetUnlessKnown(TKey key, TValue value)
    {
        lock (_writing)
            return TryGet(key, out var known) ? known : Set(key, value);
    }

    public void Dispose() => _entries.Dispose();

    private sealed class ProgramClock(TimeProvider clock) : ISystemClock
    {
        private readonly long _start = clock.GetTimestamp();

        public DateTimeOffset UtcNow => DateTimeOffset.UnixEpoch + clock.GetElapsedTime(_start);
    }
}
