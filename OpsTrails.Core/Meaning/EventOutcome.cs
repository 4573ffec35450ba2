namespace OpsTrails.Core.Meaning;

public enum EventOutcome
{
    Unknown,
    Succeeded,
    Failed,
    Cancelled,
}
