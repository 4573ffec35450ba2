using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Incidents.Rows;

namespace OpsTrails.Functions.Incidents;

/// <summary>Reads pages of incidents.</summary>
internal sealed class IncidentPages(IncidentIndex index, FollowUpReader followUps, TimeProvider clock)
{
    public async Task<IncidentPage> ReadAsync(
        OrganizationId organization,
        IncidentsQuery query,
        OrganizationSettings own,
        CancellationToken cancel
    )
    {
        query = query.Resolve(own.Names);
        var rules = IncidentRules.Of(own);
        var reading = new PageReading(index, organization, query, own, Timestamp.From(clock.GetUtcNow()));
        var page = await reading.ReadAsync(cancel);

        // Rows that rest on other meanings of types were derived again meanwhile.
        if (await index.RefreshAsync(organization, reading.Read, rules))
        {
            reading = new PageReading(index, organization, query, own, Timestamp.From(clock.GetUtcNow()));
            page = await reading.ReadAsync(cancel);
        }
        var found = await followUps.ReadAsync(organization, [.. page.Incidents.Select(shown => shown.Incident)], own, cancel);
        return page with
        {
            Incidents = [.. page.Incidents.Zip(found, (shown, followed) => shown with { Followed = followed })],
            IsRecomputing = reading.Read.Any(row => row.Types != rules.Digest),
        };
    }
}

/// <param name="Incidents">The incidents of the page, in order.</param>
/// <param name="Next">Null on the last page.</param>
/// <param name="IsRecomputing">Whether some of what was read rests on other meanings of types.</param>
internal sealed record IncidentPage(IReadOnlyList<ShownIncident> Incidents, IncidentCursor? Next, bool IsRecomputing = false);

/// <param name="Incident">The incident.</param>
/// <param name="State">Its state now.</param>
/// <param name="Followed">What followed in its cell. Null until read.</param>
internal sealed record ShownIncident(IncidentSummary Incident, IncidentState State, FollowUps? Followed = null);
