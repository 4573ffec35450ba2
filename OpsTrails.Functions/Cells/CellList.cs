using OpsTrails.Core.Grid;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Cells;

/// <summary>Reads the cells that exist.</summary>
internal sealed class CellList(ITableStore store)
{
    /// <summary>The names of cells of the subjects or the sources that a filter names; null when they are too many to be worth knowing.</summary>
    public async ValueTask<IReadOnlyList<CellName>?> FindAsync(OrganizationId organization, EventFilter filter, CancellationToken cancel)
    {
        var (field, named) = filter.ValuesOf(EventField.Subject) is { } subjects
            ? (EventField.Subject, subjects)
            : (EventField.Source, filter.ValuesOf(EventField.Source)!);

        // Cells lie by subject: of one subject they are one short range; of several, or of sources, the list is filtered as it is read.
        var range =
            field == EventField.Subject && named.Count == 1
                ? RowRange.WithPrefix(organization.Value, KeyText.Part(named[0].Length == 0 ? null : named[0]))
                : RowRange.InPartition(organization.Value) with
                {
                    Where = named.Contains("") || named.Count > QueryPlan.MaxCells / 2 ? [] : [new PropertyFilter(field.ToString(), named)],
                };
        var page = await store.QueryAsync(
            Tables.Cells,
            range with
            {
                Select = ["Subject", "Source"],
            },
            TableLimits.RowsPerPage,
            null,
            cancel
        );
        return page.Token is null ? [.. page.Rows.Select(row => new CellName(row.Text("Subject"), row.RequiredText("Source")))] : null;
    }

    /// <summary>All cells.</summary>
    public async Task<IReadOnlyList<Cell>> ReadAllAsync(OrganizationId organization, CancellationToken cancel) =>
        await store.ReadAllAsync(Tables.Cells, RowRange.InPartition(organization.Value), cancel).Select(CellRow.Read).ToListAsync(cancel);
}
