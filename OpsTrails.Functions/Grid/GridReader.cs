using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Cells;

namespace OpsTrails.Functions.Grid;

/// <summary>Reads the grid as it was at a moment.</summary>
internal sealed class GridReader(CellList cells, CellHistory history, DayCounts counts)
{
    /// <param name="organization">The organization.</param>
    /// <param name="query">The moment, and whether archived environments and systems are included.</param>
    /// <param name="settings">The organization's settings. Without ladders, they are derived from the names of the environments.</param>
    /// <param name="cancel">Cancels the read.</param>
    public async Task<GridAt> ReadAsync(
        OrganizationId organization,
        GridQuery query,
        OrganizationSettings settings,
        CancellationToken cancel
    )
    {
        var at = query.At;
        var counting = counts.CountAsync(organization, at, settings.Names, cancel);
        var listing = cells.ReadAllAsync(organization, settings.Names, cancel);
        await Task.WhenAll(counting, listing);

        var (stored, counted) = (await listing, await counting);
        var archived = ArchivedCells.Of(stored, settings.Names).At(at);
        var shown = query.IncludesArchived ? stored : stored.Where(cell => !archived.Contains(cell.Subject, cell.Source));
        var stories = await history.TellAsync(organization, shown, at, settings.Types, cancel);
        var columns = Ladders.Of(settings.CanonicalLadders, stories.Select(story => story.Subject));
        var places = columns
            .Select((column, place) => (column, place))
            .ToDictionary(pair => pair.column.Subject ?? "", pair => pair.place, StringComparer.Ordinal);
        var rows = stories
            .GroupBy(story => story.Source)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => new GridRow(
                row.Key,
                [
                    .. row.OrderBy(story => places[story.Subject ?? ""])
                        .Select(story => new GridCell(story, counted.ByCell.GetValueOrDefault(new CellName(story.Subject, story.Source)))),
                ]
            ));
        return new GridAt(at, columns, [.. rows], counted.IsComplete, stories.Any(story => story.IsStale), archived);
    }
}

/// <param name="At">The moment.</param>
/// <param name="Columns">The environments, in the order of their ladders.</param>
/// <param name="Rows">The systems, by name.</param>
/// <param name="IsCountComplete">Whether the counts include every event.</param>
/// <param name="IsRecomputing">Whether a cell is stored with other meanings of types.</param>
/// <param name="Archived">What is archived, whether it is included or not.</param>
internal sealed record GridAt(
    Timestamp At,
    IReadOnlyList<GridColumn> Columns,
    IReadOnlyList<GridRow> Rows,
    bool IsCountComplete,
    bool IsRecomputing,
    ArchivedCells Archived
);

/// <param name="Source">The system.</param>
/// <param name="Cells">The cells that exist, in the order of the columns.</param>
internal sealed record GridRow(string Source, IReadOnlyList<GridCell> Cells);

/// <param name="Story">The state of the cell.</param>
/// <param name="Last24Hours">The number of its events in the 24 hours before.</param>
internal sealed record GridCell(CellState Story, int Last24Hours);
