using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Changes;

/// <summary>What is known, up to a trouble, of the cells in which versions changed before it.</summary>
public static class VersionPasts
{
    /// <param name="trouble">The trouble.</param>
    /// <param name="events">The newest events up to it, without a gap.</param>
    /// <param name="cells">Cells as they are kept.</param>
    public static IReadOnlyList<CellStory> Tell(Trouble trouble, IReadOnlyList<RecordedEvent> events, IEnumerable<Cell> cells)
    {
        var versioned = events.Where(e => e.Version is not null && e.Time <= trouble.At).ToLookup(e => new CellName(e.Subject, e.Source), CellEvent.Of);
        var stories = cells.Where(cell => versioned.Contains(new CellName(cell.Subject, cell.Source))).Select(cell => new CellStory(cell, trouble.At)).ToList();

        // Of a trouble long ago cells keep nothing; then the window itself is all that there is to know.
        foreach (var story in stories)
            story.Add([.. versioned[new CellName(story.Cell.Subject, story.Cell.Source)]], isEnd: false);
        return stories;
    }
}
