using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Incidents;

/// <summary>Pairs the events of one group. The result depends on nothing but the set of events.</summary>
public static class IncidentFold
{
    /// <summary>The incidents in the order in which they were opened.</summary>
    /// <param name="events">The events of a group, in any order.</param>
    /// <param name="types">Events of other kinds according to these meanings are ignored.</param>
    public static IReadOnlyList<Incident> Fold(IEnumerable<IncidentEvent> events, TypeMeanings types)
    {
        var incidents = new List<OpenedIncident>();
        foreach (var e in events.OrderBy(e => e.Order))
        {
            var meaning = e.Meaning(types);
            if (meaning.Kind == EventKind.Incident)
                Play(incidents, e, meaning.Phase);
        }
        return [.. incidents.Select(incident => incident.Build())];
    }

    private static void Play(List<OpenedIncident> incidents, IncidentEvent e, EventPhase? phase)
    {
        var own = phase switch
        {
            EventPhase.Opened => e.Number is null ? null : incidents.FindLast(incident => incident.IsOpen && incident.IsOf(e)),
            EventPhase.Resolved => FindOpen(incidents, e),
            _ => FindOpen(incidents, e) ?? (e.Number is null ? null : FindAny(incidents, e)),
        };
        if (own is not null)
            own.Add(e, phase);
        else if (phase != EventPhase.Resolved)
            incidents.Add(new OpenedIncident(e, phase));
    }

    /// <summary>The newest open incident, one of the same system first.</summary>
    private static OpenedIncident? FindOpen(List<OpenedIncident> incidents, IncidentEvent e) =>
        incidents.FindLast(incident => incident.IsOpen && incident.IsOf(e)) ?? incidents.FindLast(incident => incident.IsOpen);

    private static OpenedIncident? FindAny(List<OpenedIncident> incidents, IncidentEvent e) =>
        incidents.FindLast(incident => incident.IsOf(e)) ?? incidents.LastOrDefault();

    private sealed class OpenedIncident
    {
        private readonly List<IncidentEntry> _entries = [];
        private IncidentEvent? _acknowledged;
        private IncidentEvent? _resolved;

        public OpenedIncident(IncidentEvent e, EventPhase? phase) => Add(e, phase);

        public bool IsOpen => _resolved is null;

        public bool IsOf(IncidentEvent e) => _entries[0].Event.Source == e.Source;

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
