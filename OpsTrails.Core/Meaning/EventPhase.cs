namespace OpsTrails.Core.Meaning;

/// <summary>
/// How far the work has come. Incidents are opened, acknowledged and resolved. Everything else is queued, started and finished.
/// </summary>
public enum EventPhase
{
    Queued,
    Started,
    Finished,
    Opened,
    Acknowledged,
    Resolved,
}
