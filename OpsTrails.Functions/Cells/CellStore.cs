using Microsoft.Extensions.Caching.Memory;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Cells;

/// <summary>Writes one row for each environment and system. Waiting events of one cell are merged into one write.</summary>
internal sealed class CellStore : IDisposable
{
    private const int MaxCachedCells = 20_000;

    private readonly ITableStore _store;
    private readonly Coalescer<RowKey, (RecordedEvent Event, TypeMeanings Types), bool> _coalescer;
    private readonly MemoryCache _known = new(new MemoryCacheOptions { SizeLimit = MaxCachedCells });

    public CellStore(ITableStore store)
    {
        _store = store;
        _coalescer = new(FlushAsync);
    }

    public Task AddAsync(OrganizationId organization, IEnumerable<RecordedEvent> events, TypeMeanings types) =>
        Task.WhenAll(
            events
                .GroupBy(e => (e.Subject, e.Source))
                .Select(cell =>
                    _coalescer.AddAsync(CellRow.Key(organization, cell.Key.Subject, cell.Key.Source), cell.Select(e => (e, types)))
                )
        );

    /// <summary>Forgets a row that others changed.</summary>
    public void Forget(RowKey key) => _known.Remove(key);

    public void Dispose() => _known.Dispose();

    private async Task FlushAsync(RowKey key, IReadOnlyList<Pending<(RecordedEvent Event, TypeMeanings Types), bool>> pending)
    {
        var (events, types) = (pending.Select(p => p.Item.Event).ToList(), pending[^1].Item.Types);
        var known = _known.Get<Row>(key);
        _known.Remove(key);
        var row = await RowMerges.MergeAsync(_store, Tables.Cells, key, known, current => Merge(key, current, events, types));
        _known.Set(key, row, new MemoryCacheEntryOptions { Size = 1 });
        foreach (var p in pending)
            p.Complete(true);
    }

    private static Row? Merge(RowKey key, Row? current, List<RecordedEvent> events, TypeMeanings types)
    {
        var cell = current is null ? null : CellRow.Read(current);
        var merged = Cell.Merge(cell, events, types);
        return cell is not null && cell.IsSameAs(merged) ? null : CellRow.Write(key, merged);
    }
}
