using OpsTrails.Core.Meaning;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>
/// The state of a cell at a time. Starts from the events stored in the cell. If they don't suffice, older events are read and added.
/// </summary>
public sealed class CellState
{
    private readonly TypeMeanings _types;
    private long _oldest;
    private bool _isRead;
    private WhatRuns? _runs;

    /// <param name="cell">The stored cell, including later events.</param>
    /// <param name="at">The time in UTC ticks, inclusive.</param>
    /// <param name="types">The organization's meanings of types. If the cell was stored with others, its events are read.</param>
    public CellState(Cell cell, long at, TypeMeanings types)
    {
        (Cell, At, _types) = (cell, at, types);
        IsStale = cell.Types != types.Digest;
        Movers = IsStale ? [] : MoversOf(cell.Contiguous, at, types);
        Last = cell.Latest.FirstOrDefault(e => e.Time <= at);
        _oldest = cell.Stored.Min(e => e.Time);
        IsComplete = !Exists || (!IsStale && cell.IsWhole);
    }

    public Cell Cell { get; }

    /// <summary>Whether the cell was stored with other meanings of types, so that its events are read instead.</summary>
    public bool IsStale { get; }

    public long At { get; }

    /// <summary>Whether the cell had any event by then.</summary>
    public bool Exists => Cell.FirstSeen <= At;

    /// <summary>The newest events up to then that bear on the version, newest first, without a gap.</summary>
    public IReadOnlyList<Mover> Movers { get; private set; }

    /// <summary>Whether <see cref="Movers"/> are all such events.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The newest event up to then. Null if not known.</summary>
    public CellEvent? Last { get; private set; }

    /// <summary>The newest events that were read.</summary>
    public IReadOnlyList<CellEvent> Read { get; private set; } = [];

    public bool KnowsLast => Last is not null || _isRead || !Exists;

    public bool KnowsVersion => Runs.IsKnown;

    /// <summary>Null if never set or not known.</summary>
    public CellVersion? Version => Runs.Version;

    public WhatRuns Runs => _runs ??= VersionStack.Play(Movers, IsComplete, At);

    /// <summary>The position to continue reading from, newest first.</summary>
    public EventPosition ReadAfter =>
        KnowsLast && Movers.Count > 0 ? EventPosition.After(Movers[^1].Order) : EventPosition.AfterAllAt(At + 1);

    /// <summary>The earliest known event up to then that set the version.</summary>
    public CellEvent? FirstWith(string version) => Movers.LastOrDefault(mover => mover.SetsVersion && mover.Version == version)?.Event;

    /// <summary>Adds the events read next, newest first.</summary>
    public void Add(IReadOnlyList<CellEvent> older, bool isEnd)
    {
        Last ??= older.Count > 0 ? older[0] : null;
        if (Read.Count < Cell.LatestKept)
            Read = [.. Read.Concat(older).Take(Cell.LatestKept)];

        // Retention deletes events, but not from the cell.
        var outlived = isEnd && IsStale ? Cell.Stored.Where(e => e.Time <= At) : [];
        Movers =
        [
            .. Movers
                .Concat(
                    CellEvent
                        .Distinct(Movers.Select(mover => mover.Event).Concat(older).Concat(outlived))
                        .Select(e => Mover.Of(e, _types))
                        .OfType<Mover>()
                )
                .DistinctBy(mover => mover.Order)
                .OrderByDescending(mover => mover.Order),
        ];
        _oldest = older.Select(e => e.Time).Append(_oldest).Min();
        _isRead |= isEnd;

        // If retention deleted the oldest events, the history is incomplete even at its end.
        IsComplete |= isEnd && _oldest <= Cell.FirstSeen;
        _runs = null;
    }

    private static List<Mover> MoversOf(IEnumerable<CellEvent> events, long at, TypeMeanings types) =>
        [.. events.Where(e => e.Time <= at).Select(e => Mover.Of(e, types)).OfType<Mover>()];
}
