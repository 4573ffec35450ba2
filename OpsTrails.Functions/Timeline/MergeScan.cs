using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Timeline;

/// <summary>
/// Merges the partitions of a few cells. The store filters nothing, so a scan can always continue after the last event read.
/// </summary>
internal sealed class MergeScan : IEventScan
{
    /// <summary>An ordinary page of a cell fits, so that merging many cells takes no more requests.</summary>
    private const int MinBytesPerLane = 128 * 1024;

    private readonly ITableStore _store;
    private readonly List<Lane> _lanes;
    private readonly bool _membersOnly;
    private readonly EventPosition _start;
    private RecordedEvent? _last;

    public MergeScan(
        ITableStore store,
        OrganizationId organization,
        IReadOnlyList<CellName> cells,
        Timestamp? notBefore,
        EventPosition start,
        bool membersOnly = false
    )
    {
        _store = store;
        _start = start;
        _membersOnly = membersOnly;
        _lanes =
        [
            .. cells.Select(cell => new Lane(
                EventKeys.CellAfter(organization, cell, start, notBefore) with
                {
                    Select = membersOnly ? EventRow.Members : null,
                }
            )),
        ];
    }

    public async ValueTask<ScanChunk> NextAsync(int wanted, int maxBytes, CancellationToken cancel)
    {
        var bytesPerLane = Math.Max(MinBytesPerLane, maxBytes / Math.Max(1, _lanes.Count));
        await Task.WhenAll(
            _lanes.Where(lane => lane.IsEmpty && !lane.IsDone).Select(lane => FillAsync(lane, wanted, bytesPerLane, cancel))
        );

        var events = new List<RecordedEvent>(wanted);
        while (
            events.Count < wanted
            && _lanes.All(lane => !lane.IsEmpty || lane.IsDone)
            && _lanes.Where(lane => !lane.IsEmpty).MinBy(lane => lane.Next.Key.Row, StringComparer.Ordinal) is { } first
        )
        {
            var e = _membersOnly ? EventRow.ReadMembers(first.Take()) : EventRow.Read(first.Take());
            events.Add(e);
            _last = e;
        }
        return new ScanChunk(events, _lanes.All(lane => lane.IsEmpty && lane.IsDone));
    }

    public ValueTask<EventPosition> FindPositionAsync(CancellationToken cancel) =>
        ValueTask.FromResult(_last is null ? _start : EventPosition.After(_last.Order));

    private async Task FillAsync(Lane lane, int wanted, int maxBytes, CancellationToken cancel)
    {
        var page = await _store.QueryAsync(Tables.Events, lane.Range with { MaxBytes = maxBytes }, wanted, lane.Token, cancel);
        lane.Fill(page);
    }

    private sealed class Lane(RowRange range)
    {
        private readonly Queue<Row> _rows = new();

        public RowRange Range => range;

        public string? Token { get; private set; }

        public bool IsDone { get; private set; }

        public bool IsEmpty => _rows.Count == 0;

        public Row Next => _rows.Peek();

        public Row Take() => _rows.Dequeue();

        public void Fill(RowPage page)
        {
            foreach (var row in page.Rows)
                _rows.Enqueue(row);
            Token = page.Token;
            IsDone = page.Token is null;
        }
    }
}
