using OpsTrails.Core.Events;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.Mcp;

/// <summary>Finds events by a short ref, or by the id that their producer gave them.</summary>
internal sealed class EventsByRef(ITableStore store, EventLookup lookup)
{
    private const int MostFound = 10;

    /// <summary>The claims that a ref may mean, of one source when it is given.</summary>
    public async Task<IReadOnlyList<Claim>> FindAsync(OrganizationId organization, string text, string? source, CancellationToken cancel)
    {
        if (ShortRef.IsOne(text))
        {
            var prefix = KeyText.Join("i", text);
            var page = await store.QueryAsync(Tables.Ledger, RowRange.InPartition(organization.Value, from: prefix, before: prefix + "~~"), MostFound, null, cancel);
            var found = page.Rows.Select(ClaimRow.Read).Where(claim => source is null || claim.Source == source).ToList();
            if (found.Count > 0)
                return found;
        }
        return await lookup.FindClaimsAsync(organization, text, source, cancel);
    }

    public Task<RecordedEvent?> ReadAsync(OrganizationId organization, Claim claim, CancellationToken cancel) => lookup.ReadAsync(organization, claim, cancel);
}
