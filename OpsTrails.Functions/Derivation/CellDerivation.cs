using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Grid;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Derivation;

/// <summary>
/// Derives cells again that were stored with other meanings of types, from their events. Every cell is a step of its own and says by which
/// meanings it was derived, so a run that was stopped continues with the cells that are left.
/// </summary>
internal sealed class CellDerivation(ITableStore store, CellHistory history, SettingsStore settings)
{
    /// <summary>The number of stale cells, up to a limit.</summary>
    public async Task<int> CountAsync(OrganizationId organization, int limit, CancellationToken cancel)
    {
        var types = (await settings.GetAsync(organization, cancel)).Types;
        return await FindStaleAsync(organization, types, cancel).Take(limit).CountAsync(cancel);
    }

    /// <returns>The number of cells that were derived again.</returns>
    public async Task<int> RunAsync(OrganizationId organization, CancellationToken cancel)
    {
        var types = (await settings.ReadAsync(organization, cancel)).Content.Types;
        var stale = await FindStaleAsync(organization, types, cancel).ToListAsync(cancel);
        foreach (var key in stale)
            await DeriveAsync(organization, key, types, cancel);
        return stale.Count;
    }

    private IAsyncEnumerable<RowKey> FindStaleAsync(OrganizationId organization, TypeMeanings types, CancellationToken cancel) =>
        StaleRows.FindAsync(store, Tables.Cells, RowRange.InPartition(organization.Value), types.Digest, cancel);

    private async Task DeriveAsync(OrganizationId organization, RowKey key, TypeMeanings types, CancellationToken cancel)
    {
        if (await store.ReadAsync(Tables.Cells, key, cancel) is not { } row)
            return;
        var state = new CellState(CellRow.Read(row), Timestamp.MaxValue.Previous(), types);
        await history.ReadAsync(organization, state, HasEnough, cancel);

        // An event that was recorded meanwhile is in the row that is there now.
        await RowMerges.MergeAsync(
            store,
            Tables.Cells,
            key,
            null,
            current =>
                current is null || CellRow.Read(current) is not { } cell || cell.Types == types.Digest
                    ? null
                    : CellRow.Write(key, cell.With(state, types))
        );
    }

    private static bool HasEnough(CellState state) =>
        state.IsComplete || state.Movers.Count(mover => !mover.Event.IsAhead) >= Cell.MoversKept;
}
