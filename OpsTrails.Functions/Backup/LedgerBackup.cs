using OpsTrails.Core.Backup;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// Writes an organization's events, outbox and feed in an order that misses no event recorded meanwhile: first all claims with their
/// events; then the outbox, with the events that aren't in the feed yet; then the feed's counter, and the feed up to that count.
/// </summary>
internal sealed class LedgerBackup(ITableStore store, OrganizationId organization, BackupWriter writer, bool isFormer)
{
    private const int ReadsAtOnce = 100;

    /// <summary>Recorded events that aren't in the feed yet. Rarely more than a few.</summary>
    private readonly Dictionary<RowKey, Row> _unfinished = [];

    /// <summary>
    /// Deletions of the last minutes. The event may be in what was written before, so after a restore the sweep repeats them.
    /// </summary>
    private readonly Dictionary<RowKey, DeletionEntry> _deletions = [];

    /// <param name="head">The feed's head before cells and facets were read.</param>
    /// <param name="cancel">Cancels the backup.</param>
    public async Task WriteAsync(FeedSequence head, CancellationToken cancel)
    {
        await WriteOthersAsync(cancel);
        await WriteEventsAsync(cancel);
        await WriteOutboxAsync(cancel);
        var counter = await store.ReadAsync(Tables.Ledger, LedgerKeys.Counter(organization), cancel);
        if (counter is not null)
            await writer.WriteAsync(Tables.Ledger, counter);
        await WriteFeedAsync(head, LedgerKeys.ReadCounter(counter), cancel);

        // After the restore, the sweep completes these.
        foreach (var row in _unfinished.Values)
        {
            if (await WriteLateAsync(EventRow.Read(row), cancel))
                await writer.WriteAsync(Tables.Ledger, row);
        }
        foreach (var deletion in _deletions.Values)
            await WriteAsync(deletion, cancel);
    }

    /// <summary>Rows of unknown kinds are copied unchanged, so that a later version's rows survive.</summary>
    private async Task WriteOthersAsync(CancellationToken cancel)
    {
        foreach (var range in LedgerKeys.Others(organization))
        {
            await foreach (var row in store.ReadAllAsync(Tables.Ledger, range, cancel))
                await writer.WriteAsync(Tables.Ledger, row);
        }
    }

    private async Task WriteEventsAsync(CancellationToken cancel)
    {
        string? token = null;
        do
        {
            var page = await store.QueryAsync(Tables.Ledger, LedgerKeys.Claims(organization), TableLimits.RowsPerPage, token, cancel);
            foreach (var tombstone in page.Rows.Where(ClaimRow.IsTombstone))
                await writer.WriteAsync(Tables.Ledger, tombstone);
            foreach (var claims in page.Rows.Where(row => !ClaimRow.IsTombstone(row)).Select(ClaimRow.Read).Chunk(ReadsAtOnce))
            {
                var events = await Task.WhenAll(claims.Select(claim => ReadAsync(claim, cancel)));
                foreach (var (claim, e) in claims.Zip(events))
                {
                    // Retention deletes the event before its claim.
                    if (e is not null)
                        await writer.WriteAsync(Line(claim, e, isLate: false));
                }
            }
            token = page.Token;
        } while (token is not null);
    }

    /// <summary>
    /// Reads the truth, or the outbox entry if the truth isn't written yet. If the entry was deleted in between, the truth is there by
    /// then.
    /// </summary>
    private async Task<RecordedEvent?> ReadAsync(Claim claim, CancellationToken cancel)
    {
        var truth = isFormer ? EventKeys.FormerTruth(organization, claim) : EventKeys.Truth(organization, claim);
        var row =
            await store.ReadAsync(Tables.Events, truth, cancel)
            ?? await store.ReadAsync(Tables.Ledger, LedgerKeys.Outbox(organization, claim.CreatedAt, claim.Hash), cancel)
            ?? await store.ReadAsync(Tables.Events, truth, cancel);
        return row is null ? null : EventRow.Read(row);
    }

    private async Task WriteOutboxAsync(CancellationToken cancel)
    {
        await foreach (var row in store.ReadAllAsync(Tables.Ledger, LedgerKeys.OutboxBefore(organization, Timestamp.MaxValue), cancel))
        {
            if (OutboxEntry.IsRecording(row))
                _unfinished[row.Key] = row;
            else if (DeletionEntry.IsDeleting(row))
                _deletions[row.Key] = DeletionEntry.Read(row);
            else
                await writer.WriteAsync(Tables.Ledger, row);
        }
    }

    private async Task WriteFeedAsync(FeedSequence head, FeedSequence last, CancellationToken cancel)
    {
        await foreach (var row in store.ReadAllAsync(Tables.Ledger, LedgerKeys.FeedAfter(organization, FeedSequence.Zero), cancel))
        {
            var sequence = LedgerKeys.SequenceOf(row.Key);
            if (sequence > last)
            {
                // The rows above may already lack the event, or still have it. It isn't in the restored feed that it was deleted.
                if (FeedRow.Read(row).Deleted is { } later)
                    await AddAsync(later, null, cancel);
                continue;
            }
            await writer.WriteAsync(Tables.Ledger, row);
            if (sequence > head && FeedRow.IsEvent(row))
            {
                var e = EventRow.Read(row);
                _unfinished.Remove(LedgerKeys.Outbox(organization, e.CreatedAt, e.Hash));
                await WriteLateAsync(e, cancel);
            }
            else if (sequence > head && FeedRow.Read(row).Deleted is { } deleted)
            {
                await AddAsync(deleted, sequence, cancel);
            }
        }
    }

    /// <summary>Adds a deletion that the feed has.</summary>
    /// <param name="deleted">The deletion.</param>
    /// <param name="sequence">Where the restored feed has it. Null if it won't have it, so that it is appended again.</param>
    /// <param name="cancel">Cancels the backup.</param>
    private async Task AddAsync(DeletedEvent deleted, FeedSequence? sequence, CancellationToken cancel)
    {
        var key = LedgerKeys.Deletion(organization, deleted.DeletedAt, EventIdentity.Hash(deleted.Source, deleted.Id));
        if (!_deletions.TryGetValue(key, out var entry))
        {
            if (await store.ReadAsync(Tables.Ledger, key, cancel) is { } row)
                entry = DeletionEntry.Read(row);
            else if (
                await FindClaimAsync(deleted.Source, deleted.Id, cancel) is { Deleted: { } deletion } claim
                && deletion.At == deleted.DeletedAt
            )
                entry = DeletionEntry.Of(organization, deleted, claim) with { Group = IncidentStore.AnyNumber };
        }
        if (entry is not null)
            _deletions[key] = entry with { Sequence = sequence, Emptied = sequence is null ? null : deleted.Sequence };
    }

    private async Task WriteAsync(DeletionEntry deletion, CancellationToken cancel)
    {
        var (claim, tombstone) = (
            LedgerKeys.Claim(organization, deletion.Event.Source, deletion.Event.Id),
            LedgerKeys.Tombstone(organization, deletion.Event.Order)
        );
        if (await store.ReadAsync(Tables.Ledger, claim, cancel) is { } row && ClaimRow.IsTombstone(row))
            await writer.WriteAsync(Tables.Ledger, row);
        if (await store.ReadAsync(Tables.Ledger, tombstone, cancel) is { } index)
            await writer.WriteAsync(Tables.Ledger, index);
        await writer.WriteAsync(Tables.Ledger, deletion.Write());
    }

    /// <summary>Writes an event that was recorded during the backup, possibly after the scan had passed its claim.</summary>
    /// <returns>Whether it is still there.</returns>
    private async Task<bool> WriteLateAsync(RecordedEvent e, CancellationToken cancel)
    {
        if (await FindClaimAsync(e.Source, e.Id, cancel) is not { Deleted: null } claim || claim.CreatedAt != e.CreatedAt)
            return false;
        await writer.WriteAsync(Line(claim, e, isLate: true));
        return true;
    }

    private async Task<Claim?> FindClaimAsync(string source, string id, CancellationToken cancel) =>
        await store.ReadAsync(Tables.Ledger, LedgerKeys.Claim(organization, source, id), cancel) is { } row ? ClaimRow.Read(row) : null;

    private EventLine Line(Claim claim, RecordedEvent e, bool isLate) =>
        new(organization, e, claim.Fingerprint, claim.TimeWasGiven, isLate);
}
