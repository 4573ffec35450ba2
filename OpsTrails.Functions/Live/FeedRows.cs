using OpsTrails.Core.Live;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Live;

/// <summary>Reads the feed from the store.</summary>
internal sealed class FeedRows(ITableStore store, EventFeed feed)
{
    /// <summary>How many events the feed has had.</summary>
    public async ValueTask<long> CountAsync(OrganizationId organization, CancellationToken cancel) =>
        await feed.CountAsync(organization, cancel) ?? 0;

    /// <summary>Events that follow a number, at most so many and at least one if there is any. They have no gap between them, but may have one before the first.</summary>
    public async Task<IReadOnlyList<FeedEntry>> ReadAfterAsync(
        OrganizationId organization,
        long sequence,
        int most,
        CancellationToken cancel
    )
    {
        var rows = await store.ReadFirstPageAsync(Tables.Ledger, LedgerKeys.FeedAfter(organization, sequence), most, cancel);

        // Rows deleted during the read may leave a hole in the middle. The next read begins there and finds it.
        return
        [
            .. rows.Select(row => new FeedEntry(LedgerKeys.SequenceOf(row.Key), EventRow.Read(row)))
                .TakeWhile((entry, i) => entry.Sequence == LedgerKeys.SequenceOf(rows[0].Key) + i),
        ];
    }
}
