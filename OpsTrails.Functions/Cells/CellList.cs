using OpsTrails.Core.Grid;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Cells;

internal sealed class CellList(ITableStore store)
{
    /// <summary>The cells of the subjects or sources in a filter. Null if there are too many to query one by one.</summary>
    public async ValueTask<IReadOnlyList<CellName>?> FindAsync(OrganizationId organization, EventFilter filter, CancellationToken cancel)
    {
        var (field, named) = filter.ValuesOf(EventField.Subject) is { } subjects
            ? (EventField.Subject, subjects)
            : (EventField.Source, filter.ValuesOf(EventField.Source)!);

        // Cells are ordered by subject, so one subject is one short range. For several subjects, or for sources, the store filters the
        // list.
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

    /// <summary>Whether an event names this environment.</summary>
    public async ValueTask<bool> HasSubjectAsync(OrganizationId organization, string subject, CancellationToken cancel) =>
        (
            await store.QueryAsync(
                Tables.Cells,
                RowRange.WithPrefix(organization.Value, KeyText.Part(subject)) with
                {
                    Select = ["Source"],
                },
                1,
                null,
                cancel
            )
        )
            .Rows
            .Count > 0;

    /// <summary>Every cell under its canonical name, so that several can have the same.</summary>
    public async Task<IReadOnlyList<Cell>> ReadAllAsync(OrganizationId organization, OrganizationNames names, CancellationToken cancel) =>
        await store
            .ReadAllAsync(Tables.Cells, RowRange.InPartition(organization.Value), cancel)
            .Select(row => CellRow.Read(row).Under(names))
            .ToListAsync(cancel);
}
