using OpsTrails.Core.Events;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Grid;

/// <summary>
/// The stored state of a cell of the grid (an environment and a system). A merge is a union of sets cut to the newest events, so neither
/// the order nor repetition of events matters.
/// </summary>
public sealed record Cell
{
    public const int MoversKept = 12;
    public const int LatestKept = 3;

    /// <summary>The movers were chosen by several meanings of types, so they have to be chosen again.</summary>
    private const string Mixed = "mixed";

    public required string? Subject { get; init; }

    public required string Source { get; init; }

    /// <summary>The time of the oldest event, in UTC ticks.</summary>
    public required long FirstSeen { get; init; }

    /// <summary>The newest events that bear on the version, newest first.</summary>
    public required IReadOnlyList<CellEvent> Movers { get; init; }

    /// <summary>The newest such events that were dated ahead, apart, so that they don't displace what runs now.</summary>
    public required IReadOnlyList<CellEvent> Ahead { get; init; }

    /// <summary>The newest events, newest first.</summary>
    public required IReadOnlyList<CellEvent> Latest { get; init; }

    /// <summary>The <see cref="TypeMeanings.Digest"/> by which the movers were chosen. Null if chosen by an earlier version.</summary>
    public required string? Types { get; init; }

    /// <summary>Whether older movers may be missing although there is room for them: retention had deleted their events.</summary>
    public bool IsCut { get; init; }

    /// <summary>Every stored event, in no order.</summary>
    public IEnumerable<CellEvent> Stored => Movers.Concat(Ahead).Concat(Latest);

    /// <summary>Whether no event that bears on the version was cut.</summary>
    public bool IsWhole => !IsCut && Movers.Count < MoversKept && Ahead.Count < MoversKept;

    /// <summary>Both kinds of movers, newest first, down to the point from which one of them was cut.</summary>
    public IEnumerable<CellEvent> Contiguous
    {
        get
        {
            var events = Movers.Concat(Ahead);
            if (Movers.Count == MoversKept)
                events = events.Where(e => e.Order >= Movers[^1].Order);
            if (Ahead.Count == MoversKept)
                events = events.Where(e => e.Order >= Ahead[^1].Order);
            return events.OrderByDescending(e => e.Order);
        }
    }

    /// <summary>Adds events to a cell. If it was stored with other meanings of types, it has to be derived again.</summary>
    public static Cell Merge(Cell? cell, IReadOnlyList<RecordedEvent> events, TypeMeanings types)
    {
        var added = events.Select(CellEvent.Of).ToList();
        var movers = added.Where(e => Mover.Of(e, types) is not null).ToList();
        return new Cell
        {
            Subject = events[0].Subject,
            Source = events[0].Source,
            FirstSeen = Math.Min(cell?.FirstSeen ?? long.MaxValue, added.Min(e => e.Time)),
            Movers = Newest(cell?.Movers, movers.Where(e => !e.IsAhead), MoversKept),
            Ahead = Newest(cell?.Ahead, movers.Where(e => e.IsAhead), MoversKept),
            Latest = Newest(cell?.Latest, added, LatestKept),
            Types = cell is null || cell.Types == types.Digest ? types.Digest : Mixed,
            IsCut = cell is { IsCut: true },
        };
    }

    /// <summary>Chooses the movers anew, from the events that were read and those that are stored.</summary>
    /// <param name="read">The state of this cell after its events were read.</param>
    /// <param name="types">The meanings by which they are chosen.</param>
    public Cell With(CellState read, TypeMeanings types)
    {
        List<CellEvent> movers =
        [
            .. read.Movers.Select(mover => mover.Event).Concat(Stored.Where(e => Mover.Of(e, types) is not null)).DistinctBy(e => e.Order),
        ];
        return this with
        {
            Movers = Newest(null, movers.Where(e => !e.IsAhead), MoversKept),
            Ahead = Newest(null, movers.Where(e => e.IsAhead), MoversKept),
            Latest = Newest(read.Read, Latest, LatestKept),
            Types = types.Digest,
            IsCut = !read.IsComplete,
        };
    }

    /// <summary>A cell of nothing but these events. Null if there are none.</summary>
    public static Cell? Of(string? subject, string source, IReadOnlyCollection<CellEvent> events, TypeMeanings types)
    {
        if (events.Count == 0)
            return null;
        var movers = events.Where(e => Mover.Of(e, types) is not null).ToList();
        return new Cell
        {
            Subject = subject,
            Source = source,
            FirstSeen = events.Min(e => e.Time),
            Movers = Newest(null, movers.Where(e => !e.IsAhead), MoversKept),
            Ahead = Newest(null, movers.Where(e => e.IsAhead), MoversKept),
            Latest = Newest(null, events, LatestKept),
            Types = types.Digest,
        };
    }

    /// <summary>Whether a merge of these events changes nothing.</summary>
    public bool Contains(IReadOnlyList<RecordedEvent> events, TypeMeanings types) => IsSameAs(Merge(this, events, types));

    /// <summary>Whether a merge left this cell as it was.</summary>
    /// <param name="merged">This cell with more events.</param>
    public bool IsSameAs(Cell merged) =>
        merged.Types == Types
        && merged.FirstSeen == FirstSeen
        && merged.Movers.SequenceEqual(Movers)
        && merged.Ahead.SequenceEqual(Ahead)
        && merged.Latest.SequenceEqual(Latest);

    private static List<CellEvent> Newest(IReadOnlyList<CellEvent>? kept, IEnumerable<CellEvent> added, int count) =>
        [.. (kept ?? []).Concat(added).DistinctBy(e => e.Order).OrderByDescending(e => e.Order).Take(count)];
}
