using OpsTrails.Core.Events;

namespace OpsTrails.Core.Grid;

/// <summary>
/// The stored state of a cell of the grid (an environment and a system). A merge is a union of sets cut to the newest events, so neither
/// the order nor repetition of events matters.
/// </summary>
public sealed record Cell
{
    public const int VersionsKept = 8;
    public const int LatestKept = 3;

    public required string? Subject { get; init; }

    public required string Source { get; init; }

    /// <summary>The time of the oldest event, in UTC ticks.</summary>
    public required long FirstSeen { get; init; }

    /// <summary>The newest events that move the cell's version, newest first. They carry a version or are a rollback.</summary>
    public required IReadOnlyList<CellEvent> Versions { get; init; }

    /// <summary>The newest events, newest first.</summary>
    public required IReadOnlyList<CellEvent> Latest { get; init; }

    public static Cell Merge(Cell? cell, IReadOnlyList<RecordedEvent> events)
    {
        var added = events.Select(CellEvent.Of).ToList();
        return new Cell
        {
            Subject = events[0].Subject,
            Source = events[0].Source,
            FirstSeen = Math.Min(cell?.FirstSeen ?? long.MaxValue, added.Min(e => e.Time)),
            Versions = Newest(cell?.Versions, added.Where(e => e.MovesVersion), VersionsKept),
            Latest = Newest(cell?.Latest, added, LatestKept),
        };
    }

    /// <summary>Whether a merge of these events changes nothing.</summary>
    public bool Contains(IReadOnlyList<RecordedEvent> events) =>
        Merge(this, events) is var merged
        && merged.FirstSeen == FirstSeen
        && merged.Versions.SequenceEqual(Versions)
        && merged.Latest.SequenceEqual(Latest);

    private static List<CellEvent> Newest(IReadOnlyList<CellEvent>? kept, IEnumerable<CellEvent> added, int count) =>
        [.. (kept ?? []).Concat(added).DistinctBy(e => e.Hash).OrderByDescending(e => e.Order).Take(count)];
}

/// <summary>The part of an event that the grid shows.</summary>
public sealed record CellEvent(long Time, long CreatedAt, int Place, string Hash, string Id, string Type, string? Version, string? Severity)
{
    public EventOrder Order => new(Time, CreatedAt, Place, Hash);

    /// <summary>A rollback moves the version even if it doesn't name the version it restores.</summary>
    public bool MovesVersion => Version is not null || IsRollback;

    /// <summary>Looks at the last part of the type, as in <c>com.example.rollback</c>.</summary>
    public bool IsRollback => Type[(Type.LastIndexOf('.') + 1)..].Equals("rollback", StringComparison.OrdinalIgnoreCase);

    public static CellEvent Of(RecordedEvent e) => new(e.Time, e.CreatedAt, e.Place, e.Hash, e.Id, e.Type, e.Version, e.Severity);
}
