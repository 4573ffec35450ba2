using OpsTrails.Core.EventGrid;
using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>
/// The last step of a deletion. The event's row is emptied and the deletion is appended in one transaction, which also marks the outbox
/// entry of the deletion. So the feed has each deletion exactly once, even when many instances append it at once.
/// </summary>
internal sealed partial class EventFeed
{
    /// <summary>Empties the feed row of a deleted event and appends its deletion.</summary>
    /// <returns>Whether this call did it. False if it was done before, or the outbox no longer has the entry.</returns>
    /// <exception cref="StorageUnavailableException">The outcome is unknown. Repeat the call.</exception>
    public async Task<bool> DeleteAsync(OrganizationId organization, DeletionEntry entry)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var open = entry is { ETag: not null, Sequence: null } && attempt == 1 ? entry : await ReadAsync(entry.Key);
            if (open?.Sequence is { } done)
                Notify(organization, done, open.Emptied);
            if (open is not { Sequence: null })
                return false;

            // An event that isn't in the feed yet never comes there, because its outbox entry goes in this transaction. The entry of an
            // event that waits for the topic goes too, so that its content is not published after its deletion.
            var unfinished = await _store.ReadAsync(
                Tables.Ledger,
                LedgerKeys.Outbox(organization, open.Event.CreatedAt, open.Event.Hash),
                CancellationToken.None
            );
            var counter = await TakeCounterAsync(organization);
            var own =
                unfinished is not null && OutboxEntry.IsRecording(unfinished)
                    ? null
                    : await _search.FindAsync(organization, open.Event, counter.Head);

            var sequence = counter.Head.Next();
            FeedSequence? emptied = own is null ? null : LedgerKeys.SequenceOf(own.Key);
            var deleted = DeletedEvent.Of(open.Event, open.DeletedAt) with { Sequence = emptied };
            List<Write> writes =
            [
                counter.WriteNext(organization, 1, others: 1),
                Write.Add(FeedRow.WriteDeletion(organization, sequence, deleted)),
                Write.Replace((open with { Sequence = sequence, Emptied = emptied }).Write(), open.ETag!),
            ];
            if (HasEnded(open.Event.Time))
                writes.Add(MarkStale(organization, open.Event.Time.Day));
            if (own is not null)
                writes.Add(Write.Replace(FeedRow.WriteGone(own), own.ETag!));
            if (unfinished is not null)
                writes.Add(Write.Delete(unfinished.Key, unfinished.ETag));
            var notice = _publishes ? OutboxEntry.OfNotice(organization, TopicNotice.Of(deleted)) : null;
            if (notice is not null)
                writes.Add(Write.Add(notice.WriteForPublishing()));

            var result = await _store.WriteAsync(Tables.Ledger, writes, CancellationToken.None);
            if (!result.Succeeded)
                continue;
            _counters[organization] = counter.Next(1, result.ETags[0], others: 1);
            Notify(organization, sequence, emptied);

            // An instance may be publishing the event right now. The sweep publishes the deletion after that.
            if (notice is not null && unfinished is null)
                _publish(organization, notice);
            return true;
        }
        throw new StorageUnavailableException($"The feed refused {MaxAttempts} transactions in a row.");
    }

    /// <summary>Also when the deletion was done before: the answer of that transaction may have been lost.</summary>
    private void Notify(OrganizationId organization, FeedSequence sequence, FeedSequence? emptied)
    {
        if (emptied is { } place)
            _signal.NotifyEmptied(organization, place);
        _signal.Notify(organization, sequence);
    }

    private async Task<DeletionEntry?> ReadAsync(RowKey key) =>
        await _store.ReadAsync(Tables.Ledger, key, CancellationToken.None) is { } row && DeletionEntry.IsDeleting(row)
            ? DeletionEntry.Read(row)
            : null;
}
