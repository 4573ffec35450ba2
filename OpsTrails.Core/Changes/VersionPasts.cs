using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Changes;

/// <summary>What is known of whether versions had been in their cells before.</summary>
public sealed class VersionPasts
{
    private readonly Dictionary<CellName, CellState> _stories;
    private readonly IReadOnlyDictionary<string, long?> _lookedUp;

    private VersionPasts(Dictionary<CellName, CellState> stories, IReadOnlyDictionary<string, long?> lookedUp) =>
        (_stories, _lookedUp) = (stories, lookedUp);

    /// <summary>As far as the window and what cells keep can tell.</summary>
    /// <param name="at">The end of the window in UTC ticks.</param>
    /// <param name="events">The newest events up to it, without a gap.</param>
    /// <param name="cells">Cells as they are kept.</param>
    public static VersionPasts Of(long at, IEnumerable<RecordedEvent> events, IEnumerable<Cell> cells)
    {
        var versioned = events
            .Where(e => e.Version is not null && e.Time <= at)
            .ToLookup(e => new CellName(e.Subject, e.Source), CellEvent.Of);
        var stories = cells
            .Where(cell => versioned.Contains(new CellName(cell.Subject, cell.Source)))
            .ToDictionary(cell => new CellName(cell.Subject, cell.Source), cell => new CellState(cell, at));

        // Of a time long ago cells keep nothing; then the window itself is all that there is to know.
        foreach (var (name, story) in stories)
            story.Add([.. versioned[name]], isEnd: false);
        return new VersionPasts(stories, new Dictionary<string, long?>());
    }

    /// <summary>With what was looked up besides.</summary>
    /// <param name="lookedUp">By the hash of a change: when its version had been in its cell before it, null for never.</param>
    public VersionPasts With(IReadOnlyDictionary<string, long?> lookedUp) => new(_stories, lookedUp);

    /// <summary>Whether the version of a change had been in its cell before it.</summary>
    /// <param name="change">A change that carries a version.</param>
    /// <param name="earlier">When, the last time, in UTC ticks; null when never.</param>
    /// <returns>Whether that is known.</returns>
    public bool TryTell(RecordedEvent change, out long? earlier)
    {
        if (_lookedUp.TryGetValue(change.Hash, out earlier))
            return true;
        if (!_stories.TryGetValue(new CellName(change.Subject, change.Source), out var story))
            return false;
        earlier = story.Movers.FirstOrDefault(mover => mover.Version == change.Version && IsOlder(mover, change))?.Time;
        return earlier is not null || story.IsComplete || change.Time <= story.Cell.FirstSeen;
    }

    /// <summary>In the order of all events, where hashes order those of one moment.</summary>
    private static bool IsOlder(CellEvent one, RecordedEvent other) =>
        one.Time < other.Time || (one.Time == other.Time && string.CompareOrdinal(one.Hash, other.Hash) > 0);
}
