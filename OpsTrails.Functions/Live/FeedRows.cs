using OpsTrails.Core.Events;
using OpsTrails.Core.Live;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Live;

/// <summary>Reads the feed from the store.</summary>
internal sealed class FeedRows(ITableStore store, EventFeed feed)
{
    /// <summary>The sequence of the newest event, or zero.</summary>
    public ValueTask<FeedSequence> FindHeadAsync(OrganizationId organization, CancellationToken cancel) =>
        feed.FindHeadAsync(organization, cancel);

    /// <summary>
    /// Reads events after a sequence number: at least one if there is any. There is no gap between them, but there may be one before the
    /// first.
    /// </summary>
    /// <param name="organization">The organization.</param>
    /// <param name="sequence">The sequence number before the first event.</param>
    /// <param name="limit">The maximum number of events.</param>
    /// <param name="maxBytes">The size that the rows after the first stay within, about.</param>
    /// <param name="cancel">Cancels the read.</param>
    public async Task<IReadOnlyList<FeedEntry>> ReadAfterAsync(
        OrganizationId organization,
        FeedSequence sequence,
        int limit,
        int maxBytes,
        CancellationToken cancel
    )
    {
        var range = LedgerKeys.FeedAfter(organization, sequence) with { MaxBytes = maxBytes };
        var rows = await store.ReadFirstPageAsync(Tables.Ledger, range, limit, cancel);

        // Rows deleted during the read may leave a hole in the middle. The next read begins there and finds it.
        return [.. rows.Select(FeedRow.Read).TakeWhile((entry, i) => entry.Sequence == LedgerKeys.SequenceOf(rows[0].Key) + i)];
    }
}
