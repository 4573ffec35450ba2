using OpsTrails.Core.Changes;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Changes;

/// <summary>Loads what there is to know of the time before a trouble, and has the changes of it ranked.</summary>
internal sealed class ChangesBefore(ITableStore store, EventLookup lookup, CellList cells, SettingsStore settings)
{
    /// <summary>How many events are looked at; of more, the newest.</summary>
    public const int MostEvents = 1_000;

    public async Task<ChangesResult> FindAsync(OrganizationId organization, ChangesQuery question, CancellationToken cancel)
    {
        var named = question.Event is { } name ? await FindNamedAsync(organization, name, question.Source, cancel) : null;
        if (named is { Event: null })
            return new ChangesResult(null, named);

        var trouble = IncidentScope.Of(question, named?.Event);
        var reading = RecentEvents.ReadAsync(store, organization, trouble.From, trouble.At, MostEvents, cancel);
        var listing = cells.ReadAllAsync(organization, cancel);
        var deciding = settings.GetAsync(organization, cancel).AsTask();
        await Task.WhenAll(reading, listing, deciding);

        var (recent, own) = (await reading, await deciding);
        var pasts = VersionPasts.Of(trouble.At, recent.Events, await listing);
        var hours = WorkingHours.Of(own);
        var ranked = ChangeRanking.Rank(trouble, recent.Events, pasts, hours);
        if (await VersionLookUps.FindAsync(store, organization, ranked, pasts, cancel) is { Count: > 0 } lookedUp)
            ranked = ChangeRanking.Rank(trouble, recent.Events, pasts.With(lookedUp), hours);
        return new ChangesResult(
            new FoundChanges(trouble, ranked, recent.Since, recent.IsComplete, question.Limit, question.Zone?.Id ?? own.TimeZone),
            named
        );
    }

    /// <summary>The source says where it hurts, and besides, of several events that share the id, which one is meant.</summary>
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

/// <param name="Scope">When and where it was.</param>
/// <param name="Ranked">All the changes before it.</param>
/// <param name="Since">Since when they are known, in UTC ticks.</param>
/// <param name="IsComplete">Whether that is the whole window.</param>
/// <param name="Limit">How many were wanted.</param>
/// <param name="TimeZone">The zone that was asked for, or that of the organization.</param>
internal sealed record FoundChanges(IncidentScope Scope, RankedChanges Ranked, long Since, bool IsComplete, int Limit, string TimeZone);
