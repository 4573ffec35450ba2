using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Incidents;

/// <summary>Pairs the events of one group. The result depends on nothing but the set of events.</summary>
public static class IncidentFold
{
    /// <summary>The incidents in the order in which they were opened.</summary>
    /// <param name="events">The events of a group, in any order.</param>
    /// <param name="rules">Events of other kinds according to these meanings of types are ignored.</param>
    public static IReadOnlyList<Incident> Fold(IEnumerable<IncidentEvent> events, IncidentRules rules)
    {
        var incidents = new List<OpenedIncident>();
        foreach (var e in events.OrderBy(e => e.Order))
        {
            var meaning = e.Meaning(rules.Types);
            if (meaning.Kind == EventKind.Incident)
                Play(incidents, e, meaning.Phase, rules.Names.Source(e.Source));
        }
        return [.. incidents.Select(incident => incident.Build())];
    }

    private static void Play(List<OpenedIncident> incidents, IncidentEvent e, EventPhase? phase, string source)
    {
        var own = phase switch
        {
            EventPhase.Opened => e.Number is null ? null : incidents.FindLast(incident => incident.IsOpen && incident.Source == source),
            EventPhase.Resolved => FindOpen(incidents, source),
            _ => FindOpen(incidents, source) ?? (e.Number is null ? null : FindAny(incidents, source)),
        };
        if (own is not null)
            own.Add(e, phase);
        else if (phase != EventPhase.Resolved)
            incidents.Add(new OpenedIncident(e, phase, source));
    }

    /// <summary>The newest open incident, one of the same system first.</summary>
    private static OpenedIncident? FindOpen(List<OpenedIncident> incidents, string source) =>
        incidents.FindLast(incident => incident.IsOpen && incident.Source == source) ?? incidents.FindLast(incident => incident.IsOpen);

    private static OpenedIncident? FindAny(List<OpenedIncident> incidents, string source) =>
        incidents.FindLast(incident => incident.Source == source) ?? incidents.LastOrDefault();

    private sealed class OpenedIncident
    {
        private readonly List<IncidentEntry> _entries = [];
        private IncidentEvent? _acknowledged;
        private IncidentEvent? _resolved;

        public OpenedIncident(IncidentEvent e, EventPhase? phase, string source)
        {
            Source = source;
            Add(e, phase);
        }

        /// <summary>The canonical name of its system.</summary>
        public string Source { get; }

        public bool IsOpen => _resolved is null;

        public void Add(IncidentEvent e, EventPhase? phase)
        {
            _entries.Add(new IncidentEntry(e, phase));
            if (phase == EventPhase.Resolved)
                _resolved = e;
            else if (phase == EventPhase.Acknowledged && _resolved is null)
                _acknowledged ??= e;
        }

        public Incident Build()
        {
            var opening = _entries[0].Event;
            return new(
                new IncidentSummary
                {
                    Id = opening.Id,
                    Type = opening.Type,
                    Source = opening.Source,
                    Subject = opening.Subject,
                    Number = opening.Number,
                    Opened = opening.Time,
                    Acknowledged = _acknowledged?.Time,
                    Resolved = _resolved?.Time,
                    ResolvedBy = _resolved?.Id,
                    Severity = _entries.Select(entry => entry.Event.Severity).LastOrDefault(severity => severity is not null),
                    Description = _entries.Select(entry => entry.Event.Description).FirstOrDefault(text => text is not null),
                    Heard = [.. _entries.Where(entry => entry.Phase != EventPhase.Resolved).Select(entry => entry.Event.Time)],
                },
                _entries
            );
        }
    }
}
