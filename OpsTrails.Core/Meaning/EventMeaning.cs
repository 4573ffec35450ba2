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

    /// <summary>Whether it changes what runs: a version arrives, or a rollback took effect.</summary>
    public bool Moves(string? version) => IsEffective && (Kind == EventKind.Rollback || (BringsVersions && version is not null));

    /// <param name="type">The type of the event.</param>
    /// <param name="hints">Fill what the type leaves open. They never contradict it, except that a failure wins over success.</param>
    /// <param name="mapped">Replaces the words of the types in it.</param>
    public static EventMeaning Of(string type, EventHints hints, TypeMeanings mapped)
    {
        var said = mapped.TryGet(type, out var kind, out var phase, out var outcome)
            ? new TypeReading(kind, phase, outcome, IsUpdate: false)
            : TypeReading.Of(type);
        var hinted = HintsReading.Of(said.Kind, hints);
        return new(said.Kind, PhaseOf(said, hinted), WordsReading.Worse(said.Outcome, hinted.Outcome));
    }

    private static EventPhase? PhaseOf(TypeReading said, HintsReading hinted)
    {
        var phase = said.Phase ?? said.Kind.PhaseAt(said.Outcome) ?? hinted.Phase;
        // A bare incident is opened. An update of an open one doesn't open another.
        if (said is { Kind: EventKind.Incident, Phase: null } && phase is null or EventPhase.Opened)
            return said.IsUpdate ? null : EventPhase.Opened;
        return phase;
    }
}
