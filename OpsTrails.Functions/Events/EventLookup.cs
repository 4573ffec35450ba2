using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Events;

/// <summary>Finds events by source and id, or by ref, through their idempotency records.</summary>
internal sealed class EventLookup(ITableStore store, EventCompletion recording)
{
    private const int MaxClaims = 100;

    /// <summary>Finds the event with an id, or else with a ref.</summary>
    /// <param name="organization">The organization to search.</param>
    /// <param name="name">An id, or 6 or more digits of a ref.</param>
    /// <param name="source">The event's source, to choose among several events; null for any.</param>
    /// <param name="cancel">Cancels the search.</param>
    public async Task<NamedEvent> FindAsync(OrganizationId organization, string name, string? source, CancellationToken cancel)
    {
        var claims = await FindClaimsAsync(organization, name, source, cancel);
        var isRef = EventRef.TryParse(name, out var given) && claims.Count == 0;
        if (isRef)
            claims =
            [
                .. (await ReadClaimsAsync(LedgerKeys.ClaimsOf(organization, given), cancel)).Where(claim =>
                    source is null || claim.Source == source
                ),
            ];
        List<Claim> live = [.. claims.Where(claim => claim.Deleted is null)];
        return new NamedEvent(live, isRef, live.Count == 1 ? await ReadAsync(organization, live[0], cancel) : null)
        {
            Deleted = claims.FirstOrDefault(claim => claim.Deleted is not null),
        };
    }

    /// <summary>The idempotency records of an id, those of deleted events included.</summary>
    public async Task<IReadOnlyList<Claim>> FindClaimsAsync(
        OrganizationId organization,
        string id,
        string? source,
        CancellationToken cancel
    )
    {
        if (source is not null)
        {
            var row = await store.ReadAsync(Tables.Ledger, LedgerKeys.Claim(organization, source, id), cancel);
            return row is null ? [] : [ClaimRow.Read(row)];
        }

        return await ReadClaimsAsync(LedgerKeys.ClaimsOf(organization, id), cancel);
    }

    /// <summary>
    /// Reads the event of an idempotency record. While the event row isn't written yet, the outbox has it. Null for a deleted event.
    /// </summary>
    public async Task<RecordedEvent?> ReadAsync(OrganizationId organization, Claim claim, CancellationToken cancel)
    {
        if (claim.Deleted is not null)
            return null;
        var truth = await store.ReadAsync(Tables.Events, EventKeys.Truth(organization, claim), cancel);
        return truth is not null
            ? EventRow.Read(truth)
            : (await recording.FindUnfinishedAsync(organization, claim.CreatedAt, claim.Hash, cancel))?.Event;
    }

    private async Task<IReadOnlyList<Claim>> ReadClaimsAsync(RowRange range, CancellationToken cancel)
    {
        var rows = await store.ReadUpToAsync(Tables.Ledger, range, MaxClaims, cancel);
        return [.. rows.Select(ClaimRow.Read)];
    }
}

/// <summary>The events that a name may stand for.</summary>
/// <param name="Candidates">Their idempotency records.</param>
/// <param name="IsRef">Whether the name was read as a ref, because no event has it as its id.</param>
/// <param name="Event">The event; null when there is none, or more than one.</param>
internal sealed record NamedEvent(IReadOnlyList<Claim> Candidates, bool IsRef, RecordedEvent? Event)
{
    private const int MaxNamed = 10;

    /// <summary>The idempotency record of a deleted event with this name. Null if there is none.</summary>
    public Claim? Deleted { get; init; }

    public bool IsAmbiguous => Candidates.Count > 1;

    /// <summary>Why there is no <see cref="Event"/>: it lists the candidates, if any, and says how to choose one.</summary>
    public string Problem
    {
        get
        {
            if (!IsAmbiguous)
                return Candidates.Count == 0 && Deleted is { Deleted: { } deletion }
                    ? deletion.SentenceOf(Deleted.Id)
                    : "No event has this id or ref.";
            var more = Candidates.Count > MaxNamed ? $" and {Candidates.Count - MaxNamed} more" : "";
            return IsRef
                ? $"{Candidates.Count} events have this ref, "
                    + $"{List(claim => $"{ValidationErrors.Quote(claim.Id)} of {ValidationErrors.Quote(claim.Source)}")}{more}; "
                    + "send an id or more digits, and source where they share the id"
                : $"{Candidates.Count} events have this id, from the sources "
                    + $"{List(claim => ValidationErrors.Quote(claim.Source))}{more}; send source to choose one";
        }
    }

    private string List(Func<Claim, string> describe) => string.Join(", ", Candidates.Take(MaxNamed).Select(describe));
}
