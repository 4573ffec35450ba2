using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Cells;

/// <summary>Removes deleted events from their cells. Writes on the row that was read, so no event recorded meanwhile is lost.</summary>
internal sealed class CellRemovals(ITableStore store, CellStore cells)
{
    private const int MaxAttempts = 32;
    private const int RowsOfFirstPage = 100;

    /// <summary>Changes nothing where the cell doesn't rest on the events, so that it can be repeated.</summary>
    public async Task RemoveAsync(OrganizationId organization, CellName cell, IReadOnlyCollection<EventOrder> removed, TypeMeanings types)
    {
        var key = CellRow.Key(organization, cell.Subject, cell.Source);
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            cells.Forget(key);
            if (await store.ReadAsync(Tables.Cells, key, CancellationToken.None) is not { } row)
                return;
            var removal = new CellRemoval(CellRow.Read(row), removed, types);
            if (!removal.MayChange)
                return;
            await CompleteAsync(organization, cell, removal);
            if (!removal.IsChanged)
                return;
            var write = removal.Result is { } left ? Write.Replace(CellRow.Write(key, left), row.ETag!) : Write.Delete(key, row.ETag);
            if ((await store.WriteAsync(Tables.Cells, [write], CancellationToken.None)).Succeeded)
            {
                cells.Forget(key);
                return;
            }
        }
        throw new StorageUnavailableException($"A row of {Tables.Cells} was changed by others {MaxAttempts} times in a row.");
    }

    private async Task CompleteAsync(OrganizationId organization, CellName cell, CellRemoval removal)
    {
        if (removal.NeedsAll)
        {
            await ReadAsync(organization, cell, EventPosition.Newest, removal, _ => false);
            return;
        }
        foreach (var gap in removal.Gaps)
            await ReadAsync(organization, cell, gap.After, removal, gap.Fits);
    }

    private async Task ReadAsync(
        OrganizationId organization,
        CellName cell,
        EventPosition after,
        CellRemoval removal,
        Func<CellEvent, bool> isEnough
    )
    {
        var range = EventKeys.CellAfter(organization, cell, after, notBefore: null) with { Select = EventRow.CellMembers };
        string? token = null;
        for (var page = 1; ; page++)
        {
            var take = page == 1 ? RowsOfFirstPage : TableLimits.RowsPerPage;
            var rows = await store.QueryAsync(Tables.Events, range, take, token, CancellationToken.None);
            IReadOnlyList<CellEvent> read = [.. rows.Rows.Select(EventRow.ReadCellEvent)];
            removal.Add(read);
            token = rows.Token;
            if (token is null || read.Any(isEnough))
                return;
        }
    }
}
