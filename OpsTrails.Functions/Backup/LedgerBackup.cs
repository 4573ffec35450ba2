using OpsTrails.Core.Backup;
using OpsTrails.Core.Events;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Backup;

/// <summary>
/// The events of an organization, its feed and its outbox, in an order in which what is recorded meanwhile is missed by none: first all claims with their events; then the outbox, which
/// has what is not yet in the feed; then how far the feed is, and the feed up to there.
/// </summary>
internal sealed class LedgerBackup(ITableStore store, OrganizationId organization, BackupWriter writer)
{
    private const int ReadsAtOnce = 100;

    /// <summary>What is recorded and not yet in the feed; seldom more than a handful.</summary>
    private readonly Dictionary<RowKey, Row> _unfinished = [];

    /// <param name="counted">How many events the feed had before anything was read that they lead to.</param>
    /// <param name="cancel">Stops in the middle.</param>
    public async Task WriteAsync(long counted, CancellationToken cancel)
    {
        await WriteOthersAsync(cancel);
        await WriteEventsAsync(cancel);
        await WriteJournalAsync(cancel);
        var counter = await store.ReadAsync(Tables.Ledger, LedgerKeys.Counter(organization), cancel);
        if (counter is not null)
            await writer.WriteAsync(Tables.Ledger, counter);
        await WriteFeedAsync(counted, counter?.RequiredNumber("Value") ?? 0, cancel);

        // The sweep finishes these in the store that they are restored into.
        foreach (var row in _unfinished.Values)
        {
            await WriteLateAsync(EventRow.Read(row), cancel);
            await writer.WriteAsync(Tables.Ledger, row);
        }
    }

    /// <summary>Rows of a kind that is not known here are carried as they are.</summary>
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
                    // Retention takes the event before its claim.
                    if (e is not null)
                        await writer.WriteAsync(Line(claim, e, isLate: false));
                }
            }
            token = page.Token;
        } while (token is not null);
    }

    /// <summary>The truth; while that is not there yet, the outbox's row; and if that has gone just then, the truth after all.</summary>
    private async Task<RecordedEvent?> ReadAsync(Claim claim, CancellationToken cancel)
    {
        var hash = EventIdentity.Hash(claim.Source, claim.Id);
        var truth = EventKeys.Truth(organization, claim.Subject, claim.Source, claim.Time, hash);
        var row =
            await store.ReadAsync(Tables.Events, truth, cancel)
            ?? await store.ReadAsync(Tables.Ledger, LedgerKeys.Outbox(organization, claim.CreatedAt, hash), cancel)
            ?? await store.ReadAsync(Tables.Events, truth, cancel);
        return row is null ? null : EventRow.Read(row);
    }

    private async Task WriteJournalAsync(CancellationToken cancel)
    {
        await foreach (
            var row in store.ReadAllAsync(Tables.Ledger, LedgerKeys.JournalBefore(organization, DateTime.MaxValue.Ticks), cancel)
        )
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
            if (sequence > counted)
            {
                var e = EventRow.Read(row);
                _unfinished.Remove(LedgerKeys.Outbox(organization, e.CreatedAt, e.Hash));
                await WriteLateAsync(e, cancel);
            }
        }
    }

    /// <summary>An event that was recorded meanwhile, perhaps after its claim would have been met.</summary>
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
