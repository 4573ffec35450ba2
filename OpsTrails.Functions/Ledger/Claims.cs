using OpsTrails.Core.Events;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// The first step of recording: writes the claim (idempotency record) and the outbox entry in one transaction. Attempts of one organization
/// that arrive while a transaction is in flight share the next one.
/// </summary>
internal sealed class Claims
{
    private const int RowsPerAttempt = 2;
    private const int MaxAttempts = 64;

    private readonly ITableStore _store;
    private readonly Coalescer<OrganizationId, ClaimAttempt, ClaimResult> _coalescer;

    public Claims(ITableStore store)
    {
        _store = store;
        _coalescer = new(
            FlushAsync,
            TableLimits.WritesPerTransaction / RowsPerAttempt,
            TableLimits.BytesPerTransaction,
            attempt => attempt.Bytes
        );
    }

    /// <returns>One result for each attempt, in order.</returns>
    /// <exception cref="StorageUnavailableException">The outcome of an attempt is unknown.</exception>
    public Task<ClaimResult[]> AddAsync(OrganizationId organization, IEnumerable<ClaimAttempt> attempts) =>
        _coalescer.AddAsync(organization, attempts);

    private async Task FlushAsync(OrganizationId organization, IReadOnlyList<Pending<ClaimAttempt, ClaimResult>> pending)
    {
        // A transaction may contain a row only once. Of several attempts at the same claim the first one leads, and the others share its
        // result.
        var groups = pending.GroupBy(p => p.Item.ClaimRow.Key).Select(group => group.ToList()).ToList();
        try
        {
            await ClaimAsync(organization, [.. groups.Select(group => group[0])]);
        }
        catch (StorageUnavailableException e)
        {
            foreach (var leader in groups.Select(group => group[0]))
                leader.Complete(ClaimResult.Unknown(e));
        }

        foreach (var group in groups.Where(group => group.Count > 1))
        {
            var led = await group[0].Task;
            var others = group.Skip(1).ToList();
            if (led.Existing is { Deleted: not null } tombstone)
            {
                var open = others.Where(p => !p.Item.Claim.HasContentOf(tombstone)).ToList();
                others = [.. others.Except(open)];
                if (open.Count > 0)
                    await FlushAsync(organization, open);
            }
            foreach (var follower in others)
                follower.Complete(led.Existing is null && led.Failure is null ? ClaimResult.Found(group[0].Item.Claim) : led);
        }
    }

    private async Task ClaimAsync(OrganizationId organization, List<Pending<ClaimAttempt, ClaimResult>> open)
    {
        var tombstones = new Dictionary<RowKey, string>();
        for (var tries = 1; open.Count > 0; tries++)
        {
            if (tries > MaxAttempts)
                throw new StorageUnavailableException($"The ledger refused {MaxAttempts} transactions in a row.");

            var writes = open.SelectMany(p => (Write[])[WriteClaim(p.Item.ClaimRow), Write.Add(p.Item.OutboxRow)]).ToList();
            var result = await _store.WriteAsync(Tables.Ledger, writes, CancellationToken.None);
            if (result.Succeeded)
            {
                for (var i = 0; i < open.Count; i++)
                    open[i].Complete(ClaimResult.Won(result.ETags[i * RowsPerAttempt + 1]));
                return;
            }

            // After the first failure read only the claim that failed. A second failure suggests a repeated batch, so read all claims at
            // once.
            var inDoubt = tries == 1 ? [open[result.FailedIndex / RowsPerAttempt]] : open;
            var existing = await Task.WhenAll(
                inDoubt.Select(async p =>
                    (Pending: p, Row: await _store.ReadAsync(Tables.Ledger, p.Item.ClaimRow.Key, CancellationToken.None))
                )
            );
            if (
                existing.Any(found =>
                    found.Row is not null && found.Pending.Item.Claim.Against(ClaimRow.Read(found.Row)) == ClaimVerdict.OwnEarlierTry
                )
            )
            {
                // The claim has our nonce: an earlier try of this transaction succeeded, and its answer was lost.
                foreach (var p in open)
                    p.Complete(ClaimResult.Won(null));
                return;
            }

            foreach (var (p, row) in existing)
            {
                tombstones.Remove(p.Item.ClaimRow.Key);
                if (row is null)
                    continue;
                var claim = ClaimRow.Read(row);
                if (claim.Deleted is not null && !p.Item.Claim.HasContentOf(claim))
                {
                    tombstones[row.Key] = row.ETag!;
                    continue;
                }
                p.Complete(ClaimResult.Found(claim));
                open.Remove(p);
            }
        }

        // Other content takes the place of a tombstone.
        Write WriteClaim(Row row) => tombstones.TryGetValue(row.Key, out var etag) ? Write.Replace(row, etag) : Write.Add(row);
    }
}

/// <summary>An attempt to record an event under its source and id.</summary>
internal sealed class ClaimAttempt(OrganizationId organization, Claim claim, RecordedEvent recorded)
{
    public Claim Claim => claim;

    public RecordedEvent Event => recorded;

    public Row ClaimRow { get; } = Rows.ClaimRow.Write(organization, claim);

    public Row OutboxRow { get; } = OutboxEntry.Write(organization, recorded);

    public int Bytes => TableLimits.RequestSizeOf(ClaimRow) + TableLimits.RequestSizeOf(OutboxRow);
}

/// <summary>
/// The result of an attempt: the claim is won (with the ETag of its outbox entry, if known), or another claim exists, or the outcome is
/// unknown.
/// </summary>
internal sealed record ClaimResult(string? OutboxETag, Claim? Existing, StorageUnavailableException? Failure)
{
    public static ClaimResult Won(string? outboxETag) => new(outboxETag, null, null);

    public static ClaimResult Found(Claim existing) => new(null, existing, null);

    public static ClaimResult Unknown(StorageUnavailableException failure) => new(null, null, failure);
}
