namespace OpsTrails.Core.Meaning;

/// <summary>What hints say about an event of a known kind.</summary>
internal readonly record struct HintsReading(EventPhase? Phase, EventOutcome Outcome)
{
    public static HintsReading Of(EventKind kind, EventHints hints)
    {
        if (hints.IsEmpty)
            return default;
        EventPhase? phase = null;
        var outcome = EventOutcome.Unknown;
        foreach (var member in EventHintsMember.OfMeaning)
        {
            if (member.Get(hints) is not { } text)
                continue;
            var words = Vocabulary.In(text);
            phase ??= WordsReading.PhaseOf(kind, words);
            outcome = WordsReading.Worse(outcome, WordsReading.OutcomeOf(kind, words));
        }
        return new(phase ?? kind.PhaseAt(outcome), outcome);
    }
}
