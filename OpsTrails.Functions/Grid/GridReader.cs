using OpsTrails.Core.Grid;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Cells;

namespace OpsTrails.Functions.Grid;

/// <summary>Reads the grid as it was at a moment: the cells, what they keep, and what else it takes to tell.</summary>
internal sealed class GridReader(CellList cells, CellHistory history, DayCounts counts)
{
    /// <param name="organization">Whose grid.</param>
    /// <param name="at">The moment in UTC ticks; events of that moment count.</param>
    /// <param name="ladders">Ladders as configured; those that the names tell when there are none.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public async Task<GridAt> ReadAsync(
        OrganizationId organization,
        long at,
        IReadOnlyList<IReadOnlyList<string>> ladders,
        CancellationToken cancel
    )
    {
        var counting = counts.CountAsync(organization, at, cancel);
        var telling = TellAsync(organization, at, cancel);
        await Task.WhenAll(counting, telling);

        var (stories, counted) = (await telling, await counting);
        var columns = Ladders.Of(ladders, stories.Select(story => story.Cell.Subject));
        var places = columns
            .Select((column, place) => (column, place))
            .ToDictionary(pair => pair.column.Subject ?? "", pair => pair.place, StringComparer.Ordinal);
        var rows = stories
            .GroupBy(story => story.Cell.Source)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => new GridRow(
                row.Key,
                [
                    .. row.OrderBy(story => places[story.Cell.Subject ?? ""])
                        .Select(story => new GridCell(
                            story,
                            counted.ByCell.GetValueOrDefault(new CellName(story.Cell.Subject, story.Cell.Source))
                        )),
                ]
            ));
        return new GridAt(at, columns, [.. rows], counted.IsComplete);
    }

    private async Task<IReadOnlyList<CellState>> TellAsync(OrganizationId organization, long at, CancellationToken cancel) =>
        await history.TellAsync(organization, await cells.ReadAllAsync(organization, cancel), at, cancel);
}

/// <param name="At">The moment in UTC ticks.</param>
/// <param name="Columns">The environments, along their ladders.</param>
/// <param name="Rows">The systems, by name.</param>
/// <param name="IsCountComplete">Whether the counts of cells are of all events.</param>
internal sealed record GridAt(long At, IReadOnlyList<GridColumn> Columns, IReadOnlyList<GridRow> Rows, bool IsCountComplete);

/// <param name="Source">The system.</param>
/// <param name="Cells">Those that exist, in the order of the columns.</param>
internal sealed record GridRow(string Source, IReadOnlyList<GridCell> Cells);

/// <param name="Story">What the cell had become.</param>
/// <param name="Last24Hours">How many events it had in the 24 hours before.</param>
internal sealed record GridCell(CellState Story, int Last24Hours);
