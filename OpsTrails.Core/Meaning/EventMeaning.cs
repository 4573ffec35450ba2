namespace OpsTrails.Core.Meaning;

/// <summary>What an event means, according to the organization's mapping, the words of its type and the hints of its data.</summary>
public readonly record struct EventMeaning(EventKind Kind, EventPhase? Phase, EventOutcome Outcome)
{
    /// <summary>Whether a version in such an event is the one that runs afterwards. A rollback is a matter of its own.</summary>
    public bool BringsVersions => Kind is EventKind.Deployment or EventKind.Release or EventKind.Migration or EventKind.Other;

    /// <summary>Failed or was cancelled.</summary>
    public bool HasFailed => Outcome is EventOutcome.Failed or EventOutcome.Cancelled;

    /// <summary>Took effect: finished or without a phase, and neither failed nor cancelled.</summary>
    public bool IsEffective => Phase is null or EventPhase.Finished && !HasFailed;

    public static EventMeaning Of(string type, EventHints hints, TypeMeanings mapped) =>
        mapped.TryGet(type, out var kind, out var phase, out var outcome)
            ? new(kind, phase, outcome)
            : new(
                type.Contains("deploy", StringComparison.OrdinalIgnoreCase) ? EventKind.Deployment
                    : type.Contains("rollback", StringComparison.OrdinalIgnoreCase) ? EventKind.Rollback
                    : type.Contains("incident", StringComparison.OrdinalIgnoreCase) ? EventKind.Incident
                    : EventKind.Other,
                null,
                EventOutcome.Unknown
            );
}
