using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>
/// One of the stored cells that count as one cell, at a time. Starts from its stored events. If they don't suffice, older events are read
/// and added.
/// </summary>
public sealed class CellPart
{
    private readonly TypeMeanings _types;
    private readonly Timestamp _at;
    private Timestamp _oldest;
    private EventOrder? _readTo;

    internal CellPart(Cell cell, Timestamp at, TypeMeanings types)
    {
        (Cell, _at, _types) = (cell, at, types);
        IsStale = cell.Types != types.Digest;
        Movers = IsStale ? [] : MoversOf(cell.Contiguous, at, types);
        Last = cell.Latest.FirstOrDefault(e => e.Time <= at);
        _oldest = cell.Stored.Min(e => e.Time);
        IsComplete = !Exists || (!IsStale && cell.IsWhole);
    }

    public Cell Cell { get; }

    /// <summary>Whether the cell was stored with other meanings of types, so that its events are read instead.</summary>
    public bool IsStale { get; }

    /// <summary>Whether the cell had any event by then.</summary>
    public bool Exists => Cell.FirstSeen <= _at;

    /// <summary>The newest events up to then that bear on the version, newest first, without a gap.</summary>
    public IReadOnlyList<Mover> Movers { get; private set; }

    /// <summary>Whether <see cref="Movers"/> are all such events.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The newest event up to then. Null if not known.</summary>
    public CellEvent? Last { get; private set; }

    /// <summary>The newest events that were read.</summary>
    public IReadOnlyList<CellEvent> Read { get; private set; } = [];

    /// <summary>Whether its events were read to the end.</summary>
    public bool IsReadToEnd { get; private set; }

    public bool KnowsLast => Last is not null || IsReadToEnd || !Exists;

    /// <summary>The event from which on every mover is known. Null if none is.</summary>
    public EventOrder? KnownFrom =>
        (Movers.Count > 0 ? Movers[^1].Order : (EventOrder?)null) is not { } mover ? _readTo
        : _readTo is { } read && read < mover ? read
        : mover;

    /// <summary>The position to continue reading from, newest first.</summary>
    public EventPosition ReadAfter =>
        KnowsLast && Movers.Count > 0 ? EventPosition.After(Movers[^1].Order) : EventPosition.AfterAllAt(_at.Next());

    /// <summary>Adds the events read next, newest first.</summary>
    public void Add(IReadOnlyList<CellEvent> older, bool isEnd)
    {
        Last ??= older.Count > 0 ? older[0] : null;
        if (Read.Count < Cell.LatestKept)
            Read = [.. Read.Concat(older).Take(Cell.LatestKept)];

        // Retention deletes events, but not from the cell.
        var outlived = isEnd && IsStale ? Cell.Stored.Where(e => e.Time <= _at) : [];
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
        if (older.Count > 0)
            _readTo = older[^1].Order;
        IsReadToEnd |= isEnd;

        // If retention deleted the oldest events, the history is incomplete even at its end.
        IsComplete |= isEnd && _oldest <= Cell.FirstSeen;
    }

    private static List<Mover> MoversOf(IEnumerable<CellEvent> events, Timestamp at, TypeMeanings types) =>
        [.. events.Where(e => e.Time <= at).Select(e => Mover.Of(e, types)).OfType<Mover>()];
}
