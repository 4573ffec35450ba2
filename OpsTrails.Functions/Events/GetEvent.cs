using Microsoft.AspNetCore.Http.Features;
using OpsTrails.Core.Events;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Keys;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.Events;

/// <summary><c>GET /api/v1/events/{id}</c>: one event, by the id that its producer gave it.</summary>
internal static class GetEvent
{
    private const int SourcesNamed = 10;

    public static async Task HandleAsync(HttpContext context, string id, string? source, EventLookup lookup)
    {
        var organization = Caller.Of(context).Organization;
        var claims = await lookup.FindClaimsAsync(organization, Unescape(context, id), source, context.RequestAborted);
        if (claims.Count > 1)
        {
            var sources = string.Join(", ", claims.Take(SourcesNamed).Select(claim => Faults.Quote(claim.Source)));
            await context.WriteErrorAsync(ApiError.Validation($"source: {claims.Count} events have this id, of the sources {sources}; add ?source= to say which"));
            return;
        }

        var found = claims.Count == 1 ? await lookup.ReadAsync(organization, claims[0], context.RequestAborted) : null;
        await (found is null
            ? context.WriteErrorAsync(ApiError.NotFound("No event with this id is recorded."))
            : EventAnswers.WriteAsync(context, StatusCodes.Status200OK, found));
    }

    /// <summary>The server leaves an escaped slash as it came, so that <c>%2F</c> and <c>%252F</c> look alike: only the raw address tells them apart.</summary>
    private static string Unescape(HttpContext context, string id)
    {
        if (!id.Contains("%2F", StringComparison.OrdinalIgnoreCase) || context.Features.Get<IHttpRequestFeature>() is not { RawTarget: { } target })
            return id;
        var path = target.Split('?')[0].TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}

/// <summary>Finds events by source and id, through their claims.</summary>
internal sealed class EventLookup(ITableStore store, Recording recording)
{
    public async Task<IReadOnlyList<Claim>> FindClaimsAsync(OrganizationId organization, string id, string? source, CancellationToken cancel)
    {
        if (source is not null)
        {
            var row = await store.ReadAsync(Tables.Ledger, LedgerKeys.Claim(organization, source, id), cancel);
            return row is null ? [] : [ClaimRow.Read(row)];
        }

        var claims = new List<Claim>();
        string? token = null;
        do
        {
            var page = await store.QueryAsync(Tables.Ledger, LedgerKeys.ClaimsOf(organization, id), 100, token, cancel);
            claims.AddRange(page.Rows.Select(ClaimRow.Read));
            token = page.Token;
        }
        while (token is not null && claims.Count < 100);
        return claims;
    }

    /// <summary>The event of a claim: the truth, or, while that is still being written, the journal.</summary>
    public async Task<RecordedEvent?> ReadAsync(OrganizationId organization, Claim claim, CancellationToken cancel)
    {
        var hash = EventIdentity.Hash(claim.Source, claim.Id);
        var truth = await store.ReadAsync(Tables.Events, EventKeys.Truth(organization, claim.Subject, claim.Source, claim.Time, hash), cancel);
        return truth is not null
            ? EventRow.Read(truth)
            : (await recording.FindUnfinishedAsync(organization, claim.CreatedAt, hash, cancel))?.Event;
    }
}
