using OpsTrails.Core.EventGrid;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>Removes many events at once. Readers get one reset instead of their deletions.</summary>
internal sealed partial class EventFeed
{
    /// <summary>Empties the rows of the demo.</summary>
    public async Task EmptyDemoAsync(OrganizationId organization)
    {
        var range = LedgerKeys.FeedAfter(organization, FeedSequence.Zero) with { Where = [EventRow.OfDemo] };
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var rows = await _store.ReadAllAsync(Tables.Ledger, range, CancellationToken.None).ToListAsync();
            var isDone = true;
            foreach (var some in rows.Chunk(TableLimits.WritesPerTransaction))
            {
                // Retention may have deleted a row, or an earlier try of this transaction succeeded. The next round finds out.
                var writes = some.Select(row => Write.Replace(FeedRow.WriteGone(row), row.ETag!)).ToList();
                isDone &= (await _store.WriteAsync(Tables.Ledger, writes, CancellationToken.None)).Succeeded;
                foreach (var row in some)
                    _signal.NotifyEmptied(organization, LedgerKeys.SequenceOf(row.Key));
            }
            if (isDone)
                return;
        }
        throw new StorageUnavailableException($"Rows of the feed were changed by others {MaxAttempts} times in a row.");
    }

    /// <summary>Appends a reset and deletes the marker of the work that needs it, in one transaction, so that there is one reset.</summary>
    /// <returns>Whether the marker is gone.</returns>
    public async Task<bool> ResetAsync(OrganizationId organization, RowKey marker, Timestamp at)
    {
        var notice = _publishes ? OutboxEntry.OfNotice(organization, TopicNotice.OfReset(organization, at)) : null;
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await _store.ReadAsync(Tables.Ledger, marker, CancellationToken.None) is not { } row)
                return true;
            var counter = await TakeCounterAsync(organization);
            List<Write> writes =
            [
                counter.WriteNext(organization, 1, others: 1),
                Write.Add(FeedRow.WriteReset(organization, counter.Head.Next(), at)),
                Write.Delete(marker, row.ETag),
            ];
            if (notice is not null)
                writes.Add(Write.Add(notice.WriteForPublishing()));
            var result = await _store.WriteAsync(Tables.Ledger, writes, CancellationToken.None);
            if (!result.Succeeded)
                continue;
            _counters[organization] = counter.Next(1, result.ETags[0], others: 1);
            _signal.Notify(organization, counter.Head.Next());
            if (notice is not null)
                _publish(organization, notice);
            return true;
        }
        throw new StorageUnavailableException($"The feed refused {MaxAttempts} transactions in a row.");
    }
}
