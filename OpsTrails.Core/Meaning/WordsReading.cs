namespace OpsTrails.Core.Meaning;

/// <summary>What words say about an event of a known kind. The last word decides.</summary>
internal static class WordsReading
{
    public static EventPhase? PhaseOf(EventKind kind, IReadOnlyList<Word> words)
    {
        for (var i = words.Count - 1; i >= 0; i--)
        {
            if (kind == EventKind.Incident && words[i].Incident is { } step)
                return PhaseOf(step);
            if (kind != EventKind.Incident && words[i].PhaseOf(kind) is { } phase)
                return phase;
        }
        return null;
    }

    /// <summary>A failure or cancellation wins over success. An incident can only be cancelled.</summary>
    public static EventOutcome OutcomeOf(EventKind kind, IReadOnlyList<Word> words)
    {
        var outcome = EventOutcome.Unknown;
        for (var i = words.Count - 1; i >= 0; i--)
            outcome = Worse(outcome, kind == EventKind.Incident ? OutcomeOf(words[i].Incident) : words[i].Outcome);
        return outcome;
    }

    /// <summary>Whether the deciding word leaves the phase of an incident as it is.</summary>
    public static bool IsUpdate(IReadOnlyList<Word> words) =>
        words.LastOrDefault(word => word.Incident is not null)?.Incident == IncidentStep.Updated;

    /// <summary>The first outcome, unless only the second one is known or bad.</summary>
    public static EventOutcome Worse(EventOutcome first, EventOutcome second) =>
        first == EventOutcome.Unknown || first == EventOutcome.Succeeded && second != EventOutcome.Unknown ? second : first;

    private static EventPhase? PhaseOf(IncidentStep step) =>
        step switch
        {
            IncidentStep.Opened => EventPhase.Opened,
            IncidentStep.Acknowledged => EventPhase.Acknowledged,
            IncidentStep.Updated => null,
            _ => EventPhase.Resolved,
        };

    private static EventOutcome OutcomeOf(IncidentStep? step) =>
        step == IncidentStep.Cancelled ? EventOutcome.Cancelled : EventOutcome.Unknown;
}
