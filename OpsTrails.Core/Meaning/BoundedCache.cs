using System.Collections.Concurrent;

namespace OpsTrails.Core.Meaning;

/// <summary>
/// Values made from short texts that repeat. Once it is full it starts anew, so texts that never repeat can't lock out those that do.
/// </summary>
internal sealed class BoundedCache<T>(int capacity = 4096)
{
    private const int MaxKeyLength = 128;

    private readonly ConcurrentDictionary<string, T> _values = new(StringComparer.Ordinal);
    private int _count;

    public T GetOrAdd(string key, Func<string, T> make)
    {
        if (_values.TryGetValue(key, out var known))
            return known;
        var made = make(key);
        if (key.Length > MaxKeyLength || !_values.TryAdd(key, made))
            return made;
        if (Interlocked.Increment(ref _count) >= capacity)
        {
            Interlocked.Exchange(ref _count, 0);
            _values.Clear();
        }
        return made;
    }
}
