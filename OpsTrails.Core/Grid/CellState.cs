using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>
/// The state of a cell at a time. Starts from the events stored in the cell. If they don't suffice, older events are read and added.
/// </summary>
public sealed class CellState
{
    private long _oldest;
    private bool _isRead;

    /// <summary><param name="cell">The stored cell, including later events.</param></summary>
    /// <summary><param name="at">The time in UTC ticks, inclusive.</param></summary>
    public CellState(Cell cell, long at)
    {
        Cell = cell;
        At = at;
        Movers = [.. cell.Versions.Where(e => e.Time <= at)];
        Last = cell.Latest.FirstOrDefault(e => e.Time <= at);
        _oldest = cell.Latest.Concat(cell.Versions).Min(e => e.Time);
        IsComplete = !Exists || cell.Versions.Count < Cell.VersionsKept;
    }

    public Cell Cell { get; }

    public long At { get; }

    /// <summary>Whether the cell had any event by then.</summary>
    public bool Exists => Cell.FirstSeen <= At;

    /// <summary>The newest events up to then that moved the version, newest first.</summary>
    public IReadOnlyList<CellEvent> Movers { get; private set; }

    /// <summary>Whether <see cref="Movers"/> are all such events.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The newest event up to then. Null if not known.</summary>
    public CellEvent? Last { get; private set; }

    public bool KnowsLast => Last is not null || _isRead || !Exists;

    public bool KnowsVersion => CellVersion.TryDecide(Movers, IsComplete, out _);

    /// <summary>Null if never set or not known.</summary>
    public CellVersion? Version => CellVersion.TryDecide(Movers, IsComplete, out var version) ? version : null;

    /// <summary>The position to continue reading from, newest first.</summary>
    public EventPosition ReadAfter =>
        KnowsLast && Movers.Count > 0 ? EventPosition.After(Movers[^1].Order) : EventPosition.AfterAllAt(At + 1);

    /// <summary>The earliest known event up to then that carries the version.</summary>
    public CellEvent? FirstWith(string version) => Movers.LastOrDefault(e => e.Version == version);

    /// <summary>Adds the events read next, newest first.</summary>
    public void Add(IReadOnlyList<CellEvent> older, bool isEnd)
    {
        Last ??= older.Count > 0 ? older[0] : null;
        Movers = [.. Movers.Concat(older.Where(e => e.MovesVersion)).DistinctBy(e => e.Hash).OrderByDescending(e => e.Order)];
        _oldest = older.Select(e => e.Time).Append(_oldest).Min();
        _isRead |= isEnd;

        // Retention may have deleted the oldest events. Then the history is incomplete even at its end.
        IsComplete |= isEnd && _oldest <= Cell.FirstSeen;
    }
}
