using Microsoft.Extensions.Caching.Memory;
using OpsTrails.Core.Events;
using OpsTrails.Core.Facets;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Facets;

/// <summary>The distinct event types with their first and last day, written at most once per type and day.</summary>
internal sealed class EventTypes : IDisposable
{
    private const int MaxTypes = 20_000;

    /// <summary>After a deletion, another instance leaves out writes for this long at most. The deletion looks again after it.</summary>
    private static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(60);

    private readonly ITableStore _store;
    private readonly TimeProvider _clock;
    private readonly Coalescer<RowKey, (string Type, SeenDays Days), bool> _coalescer;
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxTypes });

    public EventTypes(ITableStore store, TimeProvider clock)
    {
        (_store, _clock) = (store, clock);
        _coalescer = new(FlushAsync);
    }

    public static RowKey Key(OrganizationId organization, string type) => new(KeyText.Join(organization.Value, "type"), KeyText.Part(type));

    public Task AddAsync(OrganizationId organization, IEnumerable<RecordedEvent> events) =>
        Task.WhenAll(
            events
                .GroupBy(e => e.Type)
                .Select(group =>
                    (
                        Key: Key(organization, group.Key),
                        Type: group.Key,
                        Days: group.Select(e => SeenDays.On(e.Time)).Aggregate((a, b) => a.Union(b))
                    )
                )
                .Where(seen => !(Find(seen.Key) is { } known && known.Covers(seen.Days)))
                .Select(seen => _coalescer.AddAsync(seen.Key, [(seen.Type, seen.Days)]))
        );

    /// <summary>Forgets a row that others changed.</summary>
    public void Forget(RowKey key) => _known.Remove(key);

    public void Dispose() => _known.Dispose();

    private SeenDays? Find(RowKey key) =>
        _known.Get<CachedDays>(key) is { } cached && _clock.GetElapsedTime(cached.ReadAt) < CachedFor ? cached.Days : null;

    private async Task FlushAsync(RowKey key, IReadOnlyList<Pending<(string Type, SeenDays Days), bool>> pending)
    {
        var type = pending[0].Item.Type;
        var seen = pending.Select(p => p.Item.Days).Aggregate((a, b) => a.Union(b));
        var readAt = _clock.GetTimestamp();
        var row = await RowMerges.MergeAsync(_store, Tables.Facets, key, known: null, current => Merge(key, current, type, seen));
        _known.Set(key, new CachedDays(ReadDays(row), readAt), new MemoryCacheEntryOptions { Size = 1 });
        foreach (var p in pending)
            p.Complete(true);
    }

    private static Row? Merge(RowKey key, Row? current, string type, SeenDays seen)
    {
        if (current is not null && ReadDays(current).Covers(seen))
            return null;
        return Write(key, type, current is null ? seen : ReadDays(current).Union(seen));
    }

    public static Row Write(RowKey key, string type, SeenDays days) =>
        new(key)
        {
            ["Value"] = type,
            ["FirstDay"] = days.First,
            ["LastDay"] = days.Last,
        };

    public static SeenDays ReadDays(Row row) => new(row.RequiredNumber("FirstDay"), row.RequiredNumber("LastDay"));

    private sealed record CachedDays(SeenDays Days, long ReadAt);
}
