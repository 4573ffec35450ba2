using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>Rows of the journal at stage <c>publish</c>: there is nothing left of them but to be deleted, by whoever published the event.</summary>
internal sealed class Journal(ITableStore store)
{
    private const int MaxRounds = 16;

    /// <summary>Deletes rows, in as few transactions as the store allows. What is gone already is as it should be.</summary>
    public Task DeleteAsync(IReadOnlyList<JournalEntry> entries) =>
        Task.WhenAll(entries.Select(entry => entry.Key).Distinct().Chunk(TableLimits.WritesPerTransaction).Select(DeleteAsync));

    private async Task DeleteAsync(RowKey[] keys)
    {
        var open = keys.ToList();
        for (var round = 1; open.Count > 0; round++)
        {
            if (round > MaxRounds)
                throw new StorageUnavailableException("The journal did not settle.");
            var result = await store.WriteAsync(Tables.Ledger, [.. open.Select(key => Write.Delete(key))], CancellationToken.None);
            if (result.Succeeded)
                return;

            // One that is gone was published by somebody else too. Two, and it may be this very transaction that was done by an earlier try: look at all.
            if (round == 1)
                open.RemoveAt(result.FailedIndex);
            else
                open = await WhatIsThereAsync(open);
        }
    }

    private async Task<List<RowKey>> WhatIsThereAsync(List<RowKey> keys)
    {
        var rows = await Task.WhenAll(keys.Select(key => store.ReadAsync(Tables.Ledger, key, CancellationToken.None).AsTask()));
        return [.. rows.OfType<Row>().Select(row => row.Key)];
    }

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
