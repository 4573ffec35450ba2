namespace OpsTrails.Core.Meaning;

/// <summary>What a word says about an incident.</summary>
internal enum IncidentStep
{
    Opened,
    Acknowledged,
    Resolved,

    /// <summary>Resolved because it was none.</summary>
    Cancelled,

    /// <summary>Something else changed, so the phase stays.</summary>
    Updated,
}
