using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>
/// Removes events from a stored cell. Where the cell kept only its newest events, older ones have to be read in its place. Events that
/// retention deleted stay in the cell.
/// </summary>
public sealed class CellRemoval
{
    private readonly Cell _cell;
    private readonly HashSet<EventOrder> _removed;
    private readonly TypeMeanings _types;
    private readonly IReadOnlyList<CellEvent> _stored;
    private readonly bool _needsFirst;
    private readonly bool _needsRecorded;
    private readonly List<CellGap> _gaps = [];
    private IReadOnlyList<CellEvent> _movers;
    private IReadOnlyList<CellEvent> _ahead;
    private List<CellEvent> _latest;
    private Timestamp? _oldest;
    private Timestamp? _recorded;

    /// <param name="cell">The stored cell.</param>
    /// <param name="removed">The events to remove.</param>
    /// <param name="types">The meanings of types.</param>
    public CellRemoval(Cell cell, IEnumerable<EventOrder> removed, TypeMeanings types)
    {
        (_cell, _removed, _types) = (cell, [.. removed], types);
        _stored = [.. cell.Stored.Where(IsLeft)];
        _needsFirst = _removed.Any(order => order.Time == cell.FirstSeen) && !_stored.Any(e => e.Time == cell.FirstSeen);
        _needsRecorded = _removed.Any(order => order.CreatedAt == cell.Recorded) && !_stored.Any(e => e.CreatedAt == cell.Recorded);
        _movers = Without(cell.Movers, Cell.MoversKept, e => !e.IsAhead && IsMover(e));
        _ahead = Without(cell.Ahead, Cell.MoversKept, e => e.IsAhead && IsMover(e));
        _latest = Cell.Newest(Without(cell.Latest, Cell.LatestKept, _ => true), _stored, Cell.LatestKept);
        Take(_stored);
    }

    /// <summary>Whether the cell may rest on one of the events.</summary>
    public bool MayChange => _needsFirst || _needsRecorded || !_cell.Stored.All(IsLeft);

    /// <summary>Whether <see cref="Result"/> is another cell than the stored one.</summary>
    public bool IsChanged => Result is not { } result || !_cell.IsSameAs(result) || result.IsCut != _cell.IsCut;

    /// <summary>
    /// Whether all events of the cell have to be read: its oldest or its last recorded one is looked for, or several to take the places of
    /// removed ones.
    /// </summary>
    public bool NeedsAll => _needsFirst || _needsRecorded || (_gaps.Count > 0 && _removed.Count > 1);

    /// <summary>Where else to read on, and until when.</summary>
    public IReadOnlyList<CellGap> Gaps => _gaps;

    /// <summary>The cell without the events. Null when no event is left.</summary>
    public Cell? Result =>
        _latest.Count == 0
            ? null
            : _cell with
            {
                FirstSeen = _needsFirst ? _oldest!.Value : _cell.FirstSeen,
                Recorded = _needsRecorded ? _recorded : _cell.Recorded,
                Movers = _movers,
                Ahead = _ahead,
                Latest = _latest,
                IsCut =
                    _cell.IsCut
                    || (!_needsFirst && Lost && Timestamp.Min(_oldest!.Value, _removed.Min(order => order.Time)) > _cell.FirstSeen),
            };

    /// <summary>Whether no event was found to take a place that was taken before.</summary>
    private bool Lost =>
        (_cell.Movers.Count == Cell.MoversKept && _movers.Count < Cell.MoversKept)
        || (_cell.Ahead.Count == Cell.MoversKept && _ahead.Count < Cell.MoversKept);

    /// <summary>Adds events that were read.</summary>
    public void Add(IReadOnlyList<CellEvent> read)
    {
        List<CellEvent> events = [.. read.Where(IsLeft)];

        // A cell that was stored with other meanings of types is derived again later.
        if (_cell.Types == _types.Digest)
        {
            _movers = Cell.Newest(_movers, events.Where(e => !e.IsAhead && IsMover(e)), Cell.MoversKept);
            _ahead = Cell.Newest(_ahead, events.Where(e => e.IsAhead && IsMover(e)), Cell.MoversKept);
        }
        _latest = Cell.Newest(_latest, events, Cell.LatestKept);
        Take(events);
    }

    private void Take(IReadOnlyList<CellEvent> events)
    {
        _oldest = events.Select(e => (Timestamp?)e.Time).Append(_oldest).Min();
        _recorded = events.Select(e => (Timestamp?)e.CreatedAt).Append(_recorded).Max();
    }

    private bool IsLeft(CellEvent e) => !_removed.Contains(e.Order);

    private bool IsMover(CellEvent e) => Mover.Of(e, _types) is not null;

    /// <summary>A set with room left has all events there are. From a full one the event next in order was cut.</summary>
    private IReadOnlyList<CellEvent> Without(IReadOnlyList<CellEvent> kept, int count, Func<CellEvent, bool> fits)
    {
        if (kept.All(IsLeft))
            return kept;
        if (kept.Count == count)
            _gaps.Add(new CellGap(EventPosition.After(kept[^1].Order), e => IsLeft(e) && fits(e)));
        return [.. kept.Where(IsLeft)];
    }
}

/// <summary>Events to read on from, newest first, until one fits.</summary>
public sealed record CellGap(EventPosition After, Func<CellEvent, bool> Fits);
