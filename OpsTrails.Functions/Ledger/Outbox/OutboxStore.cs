using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Outbox;

internal sealed class OutboxStore(ITableStore store)
{
    /// <summary>
    /// Deletes entries of published events. Entries that are already gone are no error: another instance may have published too.
    /// </summary>
    public Task DeleteAsync(IReadOnlyList<OutboxEntry> entries) =>
        store.DeleteAsync(Tables.Ledger, entries.Select(entry => (entry.Key, (string?)null)));

    public async Task<Backlog> CountAsync(OrganizationId organization, int limit, CancellationToken cancel)
    {
        var range = LedgerKeys.OutboxBefore(organization, Timestamp.MaxValue) with
        {
            Select = ["Stage", "CreatedAt", "DeletedAt", "Sequence"],
        };
        var backlog = Backlog.None;
        await foreach (var row in store.ReadAllAsync(Tables.Ledger, range, cancel))
        {
            if (backlog.Count == limit)
                return backlog with { IsMore = true };
            backlog = backlog.With(row);
        }
        return backlog;
    }
}
