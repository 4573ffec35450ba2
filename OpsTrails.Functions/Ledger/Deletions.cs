using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpsTrails.Core.Audit;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Audit.Rows;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Deletes single events. First one transaction: the claim becomes a tombstone, and the outbox gets an entry from which any instance can do
/// the rest.
/// </summary>
internal sealed class Deletions(ITableStore store, EventCompletion completion, DeletionSteps steps, TimeProvider clock)
{
    private const int MaxAttempts = 32;

    /// <returns>The tombstone, of this request or of an earlier deletion. Null if there is no event.</returns>
    /// <exception cref="StorageUnavailableException">The outcome is unknown. What was begun is completed by the sweep.</exception>
    public async Task<DeletionOutcome?> DeleteAsync(OrganizationId organization, string source, string id, string by, string reason)
    {
        var own = new ClaimDeletion(Timestamp.From(clock.GetUtcNow()), by, reason, RandomNumberGenerator.GetHexString(32, lowercase: true));
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            var row = await store.ReadAsync(Tables.Ledger, LedgerKeys.Claim(organization, source, id), CancellationToken.None);
            if (row is null)
                return null;
            var claim = ClaimRow.Read(row);
            if (claim.Deleted is { } deletion)
            {
                await CompleteAsync(organization, claim, deletion);
                return new DeletionOutcome(claim, IsOwn: deletion == own);
            }
            if (await FindAsync(organization, claim) is not { } e)
                return null;

            var tombstone = claim with { Deleted = own };
            var entry = DeletionEntry.Of(organization, e, own.At) with { Group = IncidentStore.GroupOf(organization, e) };
            var result = await store.WriteAsync(
                Tables.Ledger,
                [
                    Write.Replace(ClaimRow.Write(organization, tombstone), row.ETag!),
                    Write.Add(entry.Write()),
                    Write.Upsert(new Row(LedgerKeys.Tombstone(organization, e.Order)) { ["Id"] = e.Id, ["Source"] = e.Source }),
                    AuditRow.Keep(organization.Value, EntryOf(e, own)),
                ],
                CancellationToken.None
            );
            if (!result.Succeeded)
                continue;
            await steps.CompleteAsync(organization, entry with { ETag = result.ETags[1] });
            return new DeletionOutcome(tombstone, IsOwn: true);
        }
        throw new StorageUnavailableException($"The ledger refused {MaxAttempts} transactions in a row.");
    }

    /// <summary>Completes a deletion that was interrupted.</summary>
    private async Task CompleteAsync(OrganizationId organization, Claim tombstone, ClaimDeletion deletion)
    {
        var key = LedgerKeys.Deletion(organization, deletion.At, tombstone.Hash);
        if (await store.ReadAsync(Tables.Ledger, key, CancellationToken.None) is { } row && DeletionEntry.IsUnfinished(row))
            await steps.CompleteAsync(organization, DeletionEntry.Read(row));
    }

    /// <summary>Finds the event, and first completes it where it is still being recorded.</summary>
    private async Task<RecordedEvent?> FindAsync(OrganizationId organization, Claim claim)
    {
        var unfinished = await completion.FindUnfinishedAsync(organization, claim.CreatedAt, claim.Hash, CancellationToken.None);
        if (unfinished is not null)
        {
            // An event that can't be completed can be deleted: the last step takes its outbox entry.
            var (result, _) = await completion.FinishAsync(organization, [unfinished]);
            return result == FinishResult.StorageUnavailable
                ? throw new StorageUnavailableException("The event could not be completed before its deletion.")
                : unfinished.Event;
        }
        var truth = await store.ReadAsync(Tables.Events, EventKeys.Truth(organization, claim), CancellationToken.None);
        return truth is null ? null : EventRow.Read(truth);
    }

    private static AuditEntry EntryOf(RecordedEvent e, ClaimDeletion deletion) =>
        new(
            deletion.At,
            deletion.By,
            AuditActions.EventDeleted,
            e.Id,
            new JsonObject
            {
                ["id"] = e.Id,
                ["source"] = e.Source,
                ["type"] = e.Type,
                ["subject"] = e.Subject,
                ["reason"] = deletion.Reason,
            }
        );
}

/// <summary>A deleted event.</summary>
/// <param name="Tombstone">Its idempotency record.</param>
/// <param name="IsOwn">Whether this request deleted it.</param>
internal sealed record DeletionOutcome(Claim Tombstone, bool IsOwn);
