using OpsTrails.Core.Backup;
using OpsTrails.Core.Events;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
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

    /// <param name="counted">The feed's count before cells and facets were read.</param>
    /// <param name="cancel">Cancels the backup.</param>
    public async Task WriteAsync(long counted, CancellationToken cancel)
    {
        await WriteOthersAsync(cancel);
        await WriteEventsAsync(cancel);
        await WriteOutboxAsync(cancel);
        var counter = await store.ReadAsync(Tables.Ledger, LedgerKeys.Counter(organization), cancel);
        if (counter is not null)
            await writer.WriteAsync(Tables.Ledger, counter);
        await WriteFeedAsync(counted, counter?.RequiredNumber("Value") ?? 0, cancel);

        // After the restore, the sweep completes these.
        foreach (var row in _unfinished.Values)
        {
            await WriteLateAsync(EventRow.Read(row), cancel);
            await writer.WriteAsync(Tables.Ledger, row);
        }
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
            foreach (var claims in page.Rows.Select(ClaimRow.Read).Chunk(ReadsAtOnce))
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
        await foreach (var row in store.ReadAllAsync(Tables.Ledger, LedgerKeys.OutboxBefore(organization, DateTime.MaxValue.Ticks), cancel))
        {
            if (OutboxEntry.IsRecording(row))
                _unfinished[row.Key] = row;
            else
                await writer.WriteAsync(Tables.Ledger, row);
        }
    }

    private async Task WriteFeedAsync(long counted, long last, CancellationToken cancel)
    {
        await foreach (var row in store.ReadAllAsync(Tables.Ledger, LedgerKeys.FeedAfter(organization, 0), cancel))
        {
            var sequence = LedgerKeys.SequenceOf(row.Key);
            if (sequence > last)
                break;
            await writer.WriteAsync(Tables.Ledger, row);
            if (sequence > counted && FeedRow.IsEvent(row))
            {
                var e = EventRow.Read(row);
                _unfinished.Remove(LedgerKeys.Outbox(organization, e.CreatedAt, e.Hash));
                await WriteLateAsync(e, cancel);
            }
        }
    }

    /// <summary>Writes an event that was recorded during the backup, possibly after the scan had passed its claim.</summary>
    private async Task WriteLateAsync(RecordedEvent e, CancellationToken cancel)
    {
        if (
            await store.ReadAsync(Tables.Ledger, LedgerKeys.Claim(organization, e.Source, e.Id), cancel) is { } row
            && ClaimRow.Read(row) is var claim
            && claim.CreatedAt == e.CreatedAt
        )
            await writer.WriteAsync(Line(claim, e, isLate: true));
    }

    private EventLine Line(Claim claim, RecordedEvent e, bool isLate) =>
        new(organization, e, claim.Fingerprint, claim.TimeWasGiven, isLate);
}
