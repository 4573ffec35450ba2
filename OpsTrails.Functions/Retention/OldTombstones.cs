using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Retention;

/// <summary>Deletes the tombstones of deleted events as old as the events that retention deletes.</summary>
internal sealed class OldTombstones(ITableStore store)
{
    private const int MaxRows = 2_000;

    /// <returns>Number of deleted tombstones. The next run continues.</returns>
    public async Task<int> DeleteAsync(OrganizationId organization, Timestamp before, CancellationToken cancel)
    {
        var old = await store.ReadUpToAsync(Tables.Ledger, LedgerKeys.TombstonesBefore(organization, before), MaxRows, cancel);
        if (old.Count == 0)
            return 0;
        var claims = new List<(RowKey, string?)>();
        foreach (var row in old)
        {
            // The source and id may have been recorded again.
            var key = LedgerKeys.Claim(organization, row.RequiredText("Source"), row.RequiredText("Id"));
            if (await store.ReadAsync(Tables.Ledger, key, cancel) is { } claim && ClaimRow.IsTombstone(claim) && IsOf(claim, row))
                claims.Add((claim.Key, claim.ETag));
        }
        if (claims.Count > 0)
            await store.DeleteAsync(Tables.Ledger, claims);
        await store.DeleteAsync(Tables.Ledger, old.Select(row => (row.Key, (string?)null)));
        return claims.Count;

        bool IsOf(Row claim, Row row) => LedgerKeys.Tombstone(organization, ClaimRow.Read(claim).Order) == row.Key;
    }
}
