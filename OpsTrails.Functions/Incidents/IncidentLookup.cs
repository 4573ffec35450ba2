using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Incidents;

/// <summary>Finds an incident by the team's own number, or else by the id or ref of one of its events.</summary>
internal sealed class IncidentLookup(ITableStore store, EventLookup events)
{
    public async Task<NamedIncident> FindAsync(
        OrganizationId organization,
        string name,
        string? source,
        IncidentRules rules,
        CancellationToken cancel
    )
    {
        var numbered = await FindNumberedAsync(organization, name, rules, cancel);
        if (numbered.Count > 0)
        {
            var sources = numbered
                .Select(incident => rules.Names.Source(incident.Summary.Source))
                .Distinct(StringComparer.Ordinal)
                .ToList();
            var own = numbered
                .Where(incident => source is null || rules.Names.Source(incident.Summary.Source) == rules.Names.Source(source))
                .ToList();
            return sources.Count > 1 && source is null
                ? new NamedIncident(null) { Sources = sources }
                : new NamedIncident(own.FindLast(incident => incident.Summary.Resolved is null) ?? own.LastOrDefault());
        }
        var named = await events.FindAsync(organization, name, source, cancel);
        return new NamedIncident(named.Event is { } e ? await FindOfAsync(organization, e, rules, cancel) : null) { Event = named };
    }

    private async Task<IReadOnlyList<Incident>> FindNumberedAsync(
        OrganizationId organization,
        string name,
        IncidentRules rules,
        CancellationToken cancel
    ) =>
        IncidentData.Clean(name) is { } number
            ? await ReadAsync(IncidentKeys.Group(organization, GroupName.OfNumber(number)), rules, cancel)
            : [];

    private async Task<IReadOnlyList<Incident>> ReadAsync(RowKey key, IncidentRules rules, CancellationToken cancel) =>
        await store.ReadAsync(Tables.Incidents, key, cancel) is { } row ? GroupRow.ReadIncidents(row, rules) : [];

    /// <summary>The incident that an event belongs to. One whose events are no longer kept is found by its opening event.</summary>
    private async Task<Incident?> FindOfAsync(
        OrganizationId organization,
        RecordedEvent recorded,
        IncidentRules rules,
        CancellationToken cancel
    )
    {
        var e = IncidentEvent.Of(recorded, recorded.Hints);
        var meaning = e.Meaning(rules.Types);
        if (meaning.Kind != EventKind.Incident)
            return null;

        // Until a change of aliases has come here, the events lie where their own names led.
        foreach (var names in (OrganizationNames[])[rules.Names, OrganizationNames.None])
        {
            var group = IncidentKeys.Group(organization, GroupName.Of(e, meaning.Kind, names)!);
            var own = (await ReadAsync(group, rules, cancel)).FirstOrDefault(incident =>
                incident.Entries.Any(entry => entry.Event.Hash == e.Hash)
            );
            if (own is not null)
                return own;
            if (!rules.Names.HasAliases)
                break;
        }
        var row = await store.ReadAsync(Tables.Incidents, IncidentKeys.Begun(organization.Value, e.Time, e.Hash), cancel);
        return row is not null && IndexRow.Read(row).Incident is { } summary
            ? new Incident(summary, [new IncidentEntry(e, meaning.Phase)])
            : null;
    }
}

/// <summary>The incident that a name stands for.</summary>
/// <param name="Incident">Null when there is none, or more than one.</param>
internal sealed record NamedIncident(Incident? Incident)
{
    /// <summary>The systems that share the number.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The event that the name stands for, where it isn't a number.</summary>
    public NamedEvent? Event { get; init; }
}
