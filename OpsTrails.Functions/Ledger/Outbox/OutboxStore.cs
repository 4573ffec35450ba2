using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Outbox;

/// <summary>Rows of the outbox at stage <c>publish</c>: there is nothing left of them but to be deleted, by whoever published the event.</summary>
internal sealed class OutboxStore(ITableStore store)
{
    /// <summary>Deletes rows, in as few transactions as the store allows. What is gone already is as it should be.</summary>
    public Task DeleteAsync(IReadOnlyList<OutboxEntry> entries) =>
        store.DeleteAsync(Tables.Ledger, entries.Select(entry => (entry.Key, (string?)null)));

    /// <summary>How many events are at which stage, up to a limit, and when the oldest was recorded.</summary>
    public async Task<Backlog> CountAsync(OrganizationId organization, int most, CancellationToken cancel)
    {
        var range = LedgerKeys.JournalBefore(organization, DateTime.MaxValue.Ticks) with { Select = ["Stage", "CreatedAt"] };
        var backlog = Backlog.None;
        await foreach (var row in store.ReadAllAsync(Tables.Ledger, range, cancel))
        {
            if (backlog.Count == most)
                return backlog with { IsMore = true };
            backlog = backlog.With(row);
        }
        return backlog;
    }
}
