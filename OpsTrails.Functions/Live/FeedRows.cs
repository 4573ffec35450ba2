using OpsTrails.Core.Events;
using OpsTrails.Core.Live;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Live;

/// <summary>Reads the feed from the store.</summary>
internal sealed class FeedRows(ITableStore store, EventFeed feed) : IDisposable
{
    /// <summary>Many readers may begin at once, and each reads more than it keeps.</summary>
    private const int ReadsAtOnce = 4;

    private readonly SemaphoreSlim _reads = new(ReadsAtOnce);

    /// <summary>The sequence of the newest event, or zero.</summary>
    public ValueTask<FeedSequence> FindHeadAsync(OrganizationId organization, CancellationToken cancel) =>
        feed.FindHeadAsync(organization, cancel);

    /// <summary>
    /// Reads events after a sequence number: at least one if there is any. There is no gap between them, but there may be one before the
    /// first.
    /// </summary>
    public async Task<IReadOnlyList<FeedEntry>> ReadAfterAsync(
        OrganizationId organization,
        FeedSequence sequence,
        int limit,
        CancellationToken cancel
    )
    {
        IReadOnlyList<Row> rows;
        await _reads.WaitAsync(cancel);
        try
        {
            rows = await store.ReadFirstPageAsync(Tables.Ledger, LedgerKeys.FeedAfter(organization, sequence), limit, cancel);
        }
        finally
        {
            _reads.Release();
        }

        // Rows deleted during the read may leave a hole in the middle. The next read begins there and finds it.
        return [.. rows.Select(FeedRow.Read).TakeWhile((entry, i) => entry.Sequence == LedgerKeys.SequenceOf(rows[0].Key) + i)];
    }

    public void Dispose() => _reads.Dispose();
}
