using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>
/// What a cell had become by some moment: first as far as the events that it keeps tell, then, where those are not enough, from older ones that
/// are read and added.
/// </summary>
public sealed class CellState
{
    private long _oldest;
    private bool _isRead;

    /// <param name="cell">As it is kept, with all it has seen since.</param>
    /// <param name="at">The moment in UTC ticks; events of that moment count.</param>
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

    /// <summary>The newest events that moved the version until then, newest first.</summary>
    public IReadOnlyList<CellEvent> Movers { get; private set; }

    /// <summary>Whether <see cref="Movers"/> are all there ever were.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The newest event until then; null when it is not known.</summary>
    public CellEvent? Last { get; private set; }

    public bool KnowsLast => Last is not null || _isRead || !Exists;

    public bool KnowsVersion => CellVersion.TryDecide(Movers, IsComplete, out _);

    /// <summary>Null when it was never set, or is not known.</summary>
    public CellVersion? Version => CellVersion.TryDecide(Movers, IsComplete, out var version) ? version : null;

    /// <summary>Where to read on, in the order of events newest first.</summary>
    public EventPosition ReadAfter =>
        KnowsLast && Movers.Count > 0 ? new EventPosition(Movers[^1].Time, Movers[^1].Hash) : new EventPosition(At + 1, "");

    /// <summary>The earliest known event until then that carries a version.</summary>
    public CellEvent? FirstWith(string version) => Movers.LastOrDefault(e => e.Version == version);

    /// <summary>Adds what was read next, newest first.</summary>
    public void Add(IReadOnlyList<CellEvent> older, bool isEnd)
    {
        Last ??= older.Count > 0 ? older[0] : null;
        Movers =
        [
            .. Movers
                .Concat(older.Where(e => e.MovesVersion))
                .DistinctBy(e => (e.Time, e.Hash))
                .OrderByDescending(e => e.Time)
                .ThenBy(e => e.Hash, StringComparer.Ordinal),
        ];
        _oldest = older.Select(e => e.Time).Append(_oldest).Min();
        _isRead |= isEnd;

        // Where retention has taken the oldest events away, what is left is not the whole story.
        IsComplete |= isEnd && _oldest <= Cell.FirstSeen;
    }
}
