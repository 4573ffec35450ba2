namespace OpsTrails.Core.Meaning;

/// <summary>What a type says by itself. <paramref name="IsUpdate"/>: an incident whose phase stays.</summary>
internal readonly record struct TypeReading(EventKind Kind, EventPhase? Phase, EventOutcome Outcome, bool IsUpdate)
{
    private static readonly BoundedCache<TypeReading> Read = new();

    public static TypeReading Of(string type) => Read.GetOrAdd(type, static type => Of(TypeWords.Of(type)));

    private static TypeReading Of(TypeWords words)
    {
        var kind = KindRule.Of(words.Own) ?? KindRule.Of(words.Domain) ?? EventKind.Other;
        if (kind != EventKind.Incident)
            return new(kind, WordsReading.PhaseOf(kind, words.Own), WordsReading.OutcomeOf(kind, words.Own), IsUpdate: false);
        var said = WithoutNames(words.Own);
        return new(kind, WordsReading.PhaseOf(kind, said), WordsReading.OutcomeOf(kind, said), WordsReading.IsUpdate(said));
    }

    /// <summary>
    /// Leaves out words that name the incident, such as <c>monitoring</c> in <c>monitoring.alert</c>. In <c>incident.monitoring</c> it is
    /// the phase, because another word names the incident before.
    /// </summary>
    private static List<Word> WithoutNames(IReadOnlyList<Word> words)
    {
        var names = words.Where(word => word.NamesKind(EventKind.Incident)).ToList();
        return [.. words.Where(word => !IsName(word))];

        bool IsName(Word word) =>
            word.NamesKind(EventKind.Incident)
            && word.Incident is IncidentStep.Opened or IncidentStep.Acknowledged
            && (names.Count == 1 || !ReferenceEquals(word, names[^1]));
    }
}
