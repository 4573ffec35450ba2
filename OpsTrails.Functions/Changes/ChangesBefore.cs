using OpsTrails.Core.Changes;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Changes;

/// <summary>Loads the events before an incident and ranks the changes among them.</summary>
internal sealed class ChangesBefore(ITableStore store, EventLookup lookup, CellList cells, SettingsStore settings)
{
    /// <summary>The maximum number of events to rank. When there are more, the newest are ranked.</summary>
    public const int MostEvents = 1_000;

    public async Task<ChangesResult> FindAsync(OrganizationId organization, ChangesQuery query, CancellationToken cancel)
    {
        var named = query.Event is { } name ? await FindNamedAsync(organization, name, query.Source, cancel) : null;
        if (named is { Event: null })
            return new ChangesResult(null, named);

        var own = await settings.GetAsync(organization, cancel);
        var incident = IncidentScope.Of(query, named?.Event, own.Names);
        var reading = RecentEvents.ReadAsync(store, organization, incident.From, incident.At, MostEvents, cancel);
        var listing = cells.ReadAllAsync(organization, own.Names, cancel);
        await Task.WhenAll(reading, listing);

        var recent = await reading;
        var pasts = VersionPasts.Of(incident.At, recent.Events, await listing, own.Types, own.Names);
        var hours = WorkingHours.Of(own);
        var ranked = ChangeRanking.Rank(incident, recent.Events, pasts, hours, own.Types);
        if (await VersionLookUps.FindAsync(store, organization, ranked, pasts, own, cancel) is { Count: > 0 } lookedUp)
            ranked = ChangeRanking.Rank(incident, recent.Events, pasts.With(lookedUp), hours, own.Types);
        return new ChangesResult(
            new FoundChanges(incident, ranked, recent.Since, recent.IsComplete, query.Limit, query.Zone?.Id ?? own.TimeZone),
            named
        );
    }

    /// <summary>The source names the affected system. When several events share the id, it also chooses one of them.</summary>
    private async Task<NamedEvent> FindNamedAsync(OrganizationId organization, string name, string? source, CancellationToken cancel)
    {
        var named = await lookup.FindAsync(organization, name, source: null, cancel);
        return named.Candidates.Count > 1 && named.Candidates.Any(claim => claim.Source == source)
            ? await lookup.FindAsync(organization, name, source, cancel)
            : named;
    }
}

/// <param name="Found">Null when the event in the query isn't exactly one.</param>
/// <param name="Named">What the event in the query stands for; null when the query names a time.</param>
internal sealed record ChangesResult(FoundChanges? Found, NamedEvent? Named);

/// <param name="Scope">When and where the incident was.</param>
/// <param name="Ranked">All changes before it.</param>
/// <param name="Since">The start of the part of the window that was read.</param>
/// <param name="IsComplete">Whether that part is the whole window.</param>
/// <param name="Limit">The number of changes asked for.</param>
/// <param name="TimeZone">The time zone of the query, or else of the organization.</param>
internal sealed record FoundChanges(
    IncidentScope Scope,
    RankedChanges Ranked,
    Timestamp Since,
    bool IsComplete,
    int Limit,
    string TimeZone
);
