namespace OpsTrails.Core.Meaning;

internal static class EventPhases
{
    private static readonly EventPhase[] OfIncidents = [EventPhase.Opened, EventPhase.Acknowledged, EventPhase.Resolved];
    private static readonly EventPhase[] OfWork = [EventPhase.Queued, EventPhase.Started, EventPhase.Finished];

    extension(EventKind kind)
    {
        /// <summary>The phases that events of this kind can have.</summary>
        public IReadOnlyList<EventPhase> Phases => kind == EventKind.Incident ? OfIncidents : OfWork;

        /// <summary>A change of something other than the version that runs.</summary>
        public bool IsChangeOfThing =>
            kind
                is EventKind.ConfigChange
                    or EventKind.FeatureFlag
                    or EventKind.DataLoad
                    or EventKind.CachePurge
                    or EventKind.Content
                    or EventKind.Scaling
                    or EventKind.Certificate;

        /// <summary>The phase of an event that names its outcome and no phase.</summary>
        public EventPhase? PhaseAt(EventOutcome outcome) =>
            (kind, outcome) switch
            {
                (_, EventOutcome.Unknown) => null,
                (EventKind.Incident, EventOutcome.Failed) => EventPhase.Opened,
                (EventKind.Incident, _) => EventPhase.Resolved,
                _ => EventPhase.Finished,
            };
    }
}
