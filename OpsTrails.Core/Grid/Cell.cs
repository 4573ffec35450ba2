using OpsTrails.Core.Events;

namespace OpsTrails.Core.Grid;

/// <summary>
/// What one cell of the grid (an environment and a system) remembers. Merging events into it is the union of sets cut to the newest, so it does
/// not matter in which order they come or how often.
/// </summary>
public sealed record Cell
{
    public const int VersionsKept = 8;
    public const int LatestKept = 3;

    public required string? Subject { get; init; }

    public required string Source { get; init; }

    /// <summary>The time of the oldest event, in UTC ticks.</summary>
    public required long FirstSeen { get; init; }

    /// <summary>The newest events that move the cell's version (they carry one, or are a rollback), newest first.</summary>
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

    /// <summary>Whether merging these events would change nothing.</summary>
    public bool Contains(IReadOnlyList<RecordedEvent> events) =>
        Merge(this, events) is var merged
        && merged.FirstSeen == FirstSeen
        && merged.Versions.SequenceEqual(Versions)
        && merged.Latest.SequenceEqual(Latest);

    private static List<CellEvent> Newest(IReadOnlyList<CellEvent>? kept, IEnumerable<CellEvent> added, int count) =>
        [
            .. (kept ?? [])
                .Concat(added)
                .DistinctBy(e => (e.Time, e.Hash))
                .OrderByDescending(e => e.Time)
                .ThenBy(e => e.Hash, StringComparer.Ordinal)
                .Take(count),
        ];
}

/// <summary>As much of an event as the grid shows; <paramref name="Hash"/> breaks ties between events of one moment.</summary>
public sealed record CellEvent(long Time, string Hash, string Id, string Type, string? Version, string? Severity)
{
    /// <summary>A rollback moves the version even when it does not name the one it puts back.</summary>
    public bool MovesVersion => Version is not null || IsRollback;

    /// <summary>By the last part of the type: <c>rollback</c>, <c>com.example.rollback</c>.</summary>
    public bool IsRollback => Type[(Type.LastIndexOf('.') + 1)..].Equals("rollback", StringComparison.OrdinalIgnoreCase);

    public static CellEvent Of(RecordedEvent e) => new(e.Time, e.Hash, e.Id, e.Type, e.Version, e.Severity);
}
