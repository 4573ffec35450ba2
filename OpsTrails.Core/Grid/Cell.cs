using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Timeline;

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

    /// <summary>The name as sent, where its events lie.</summary>
    public CellName Sent => _sent ?? new CellName(Subject, Source);

    private CellName? _sent;

    /// <summary>The time of the oldest event.</summary>
    public required Timestamp FirstSeen { get; init; }

    /// <summary>When its newest event was recorded. Null in a cell stored by an earlier version.</summary>
    public Timestamp? Recorded { get; init; }

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

    /// <summary>The cell under its canonical name.</summary>
    public Cell Under(OrganizationNames names) =>
        names.HasAliases ? this with { Subject = names.Subject(Subject), Source = names.Source(Source), _sent = Sent } : this;

    /// <summary>Adds events to a cell. If it was stored with other meanings of types, it has to be derived again.</summary>
    public static Cell Merge(Cell? cell, IReadOnlyList<RecordedEvent> events, TypeMeanings types)
    {
        var added = events.Select(CellEvent.Of).ToList();
        var movers = added.Where(e => Mover.Of(e, types) is not null).ToList();
        return new Cell
        {
            Subject = events[0].Subject,
            Source = events[0].Source,
            FirstSeen = Timestamp.Min(cell?.FirstSeen ?? Timestamp.MaxValue, added.Min(e => e.Time)),
            Recorded = added.Concat(cell?.Stored ?? []).Select(e => (Timestamp?)e.CreatedAt).Append(cell?.Recorded).Max(),
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
            .. CellEvent.Distinct(read.Movers.Select(mover => mover.Event).Concat(Stored.Where(e => Mover.Of(e, types) is not null))),
        ];
        return this with
        {
            Movers = Newest(null, movers.Where(e => !e.IsAhead), MoversKept),
            Ahead = Newest(null, movers.Where(e => e.IsAhead), MoversKept),
            Latest = Newest(read.Parts[0].Read, Latest, LatestKept),
            Types = types.Digest,
            IsCut = !read.IsComplete,
        };
    }

    /// <summary>Whether a merge of these events changes nothing.</summary>
    public bool Contains(IReadOnlyList<RecordedEvent> events, TypeMeanings types) => IsSameAs(Merge(this, events, types));

    /// <summary>Whether a merge left this cell as it was.</summary>
    /// <param name="merged">This cell with more events.</param>
    public bool IsSameAs(Cell merged) =>
        merged.Types == Types
        && merged.FirstSeen == FirstSeen
        && merged.Recorded == Recorded
        && merged.Movers.SequenceEqual(Movers)
        && merged.Ahead.SequenceEqual(Ahead)
        && merged.Latest.SequenceEqual(Latest);

    /// <summary>The hash doesn't tell events apart: an id can be recorded again after its event was deleted.</summary>
    internal static List<CellEvent> Newest(IReadOnlyList<CellEvent>? kept, IEnumerable<CellEvent> added, int count) =>
        [.. CellEvent.Distinct((kept ?? []).Concat(added)).OrderByDescending(e => e.Order).Take(count)];
}
