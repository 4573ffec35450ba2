using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace OpsTrails.Functions.Platform;

/// <summary>
/// What an instance goes by for some time after it read or wrote it. A read that was under way while somebody here wrote does not bring back what was before.
/// </summary>
/// <param name="entries">How many are remembered at the most.</param>
/// <param name="span">How long each is.</param>
/// <param name="clock">By which they are forgotten.</param>
internal sealed class TtlCache<TKey, TValue>(int entries, TimeSpan span, TimeProvider clock) : IDisposable
    where TKey : notnull
{
    private readonly MemoryCache _entries = new(new MemoryCacheOptions { SizeLimit = entries, Clock = new ProgramClock(clock) });
    private readonly Lock _writing = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value) => _entries.TryGetValue(key, out value);

    /// <summary>Takes in what was written.</summary>
    public TValue Set(TKey key, TValue value)
    {
        lock (_writing)
            return _entries.Set(key, value, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = span });
    }

    /// <summary>Takes in what was read.</summary>
    /// <returns>That, or what has been written meanwhile.</returns>
    public TValue SetUnlessKnown(TKey key, TValue value)
    {
        lock (_writing)
            return TryGet(key, out var known) ? known : Set(key, value);
    }

    public void Dispose() => _entries.Dispose();

    private sealed class ProgramClock(TimeProvider clock) : ISystemClock
    {
        public DateTimeOffset UtcNow => clock.GetUtcNow();
    }
}
