namespace OpsTrails.Core.Meaning;

internal static class EventPhases
{
    private static readonly EventPhase[] OfIncidents = [EventPhase.Opened, EventPhase.Acknowledged, EventPhase.Resolved];
    private static readonly EventPhase[] OfWork = [EventPhase.Queued, EventPhase.Started, EventPhase.Finished];

    /// <summary>The phases that events of this kind can have.</summary>
    public static IReadOnlyList<EventPhase> Of(EventKind kind) => kind == EventKind.Incident ? OfIncidents : OfWork;
}
