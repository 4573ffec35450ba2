using OpsTrails.Core.Grid;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Cells;

namespace OpsTrails.Functions.Grid;

/// <summary>Reads the grid as it was at a moment.</summary>
internal sealed class GridReader(CellList cells, CellHistory history, DayCounts counts)
{
    /// <param name="organization">The organization.</param>
    /// <param name="at">The moment in UTC ticks, inclusive.</param>
    /// <param name="settings">The organization's settings. Without ladders, they are derived from the names of the environments.</param>
    /// <param name="cancel">Cancels the read.</param>
    public async Task<GridAt> ReadAsync(OrganizationId organization, long at, OrganizationSettings settings, CancellationToken cancel)
    {
        var counting = counts.CountAsync(organization, at, cancel);
        var telling = TellAsync(organization, at, settings.Types, cancel);
        await Task.WhenAll(counting, telling);

        var (stories, counted) = (await telling, await counting);
        var columns = Ladders.Of(settings.Ladders, stories.Select(story => story.Cell.Subject));
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
        return new GridAt(at, columns, [.. rows], counted.IsComplete, stories.Any(story => story.IsStale));
    }

    private async Task<IReadOnlyList<CellState>> TellAsync(
        OrganizationId organization,
        long at,
        TypeMeanings types,
        CancellationToken cancel
    ) => await history.TellAsync(organization, await cells.ReadAllAsync(organization, cancel), at, types, cancel);
}

/// <param name="At">The moment in UTC ticks.</param>
/// <param name="Columns">The environments, in the order of their ladders.</param>
/// <param name="Rows">The systems, by name.</param>
/// <param name="IsCountComplete">Whether the counts include every event.</param>
/// <param name="IsRecomputing">Whether a cell is stored with other meanings of types.</param>
internal sealed record GridAt(
    long At,
    IReadOnlyList<GridColumn> Columns,
    IReadOnlyList<GridRow> Rows,
    bool IsCountComplete,
    bool IsRecomputing
);

/// <param name="Source">The system.</param>
/// <param name="Cells">The cells that exist, in the order of the columns.</param>
internal sealed record GridRow(string Source, IReadOnlyList<GridCell> Cells);

/// <param name="Story">The state of the cell.</param>
/// <param name="Last24Hours">The number of its events in the 24 hours before.</param>
internal sealed record GridCell(CellState Story, int Last24Hours);
