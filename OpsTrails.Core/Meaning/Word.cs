namespace OpsTrails.Core.Meaning;

/// <summary>A row of <c>words.tsv</c>: a word or a phrase, and what it means in the type or the data of an event.</summary>
internal sealed record Word(string Text)
{
    public EventKind? Kind { get; init; }

    public EventPhase? Phase { get; init; }

    /// <summary>The phase where it differs for a change of a thing: a created flag is there, a created deployment is queued.</summary>
    public EventPhase? ChangePhase { get; init; }

    public EventOutcome Outcome { get; init; }

    public IncidentStep? Incident { get; init; }

    /// <summary>Decides the kind only where no other word does.</summary>
    public bool IsWeak { get; init; }

    /// <summary>A first segment of reversed domain names, such as <c>com</c>.</summary>
    public bool IsDomain { get; init; }

    public EventPhase? PhaseOf(EventKind kind) => kind.IsChangeOfThing ? ChangePhase ?? Phase : Phase;

    public bool NamesKind(EventKind kind) => Kind == kind && !IsWeak;

    /// <param name="row">The cells: word, kind, phase, phase of a change, outcome, step of an incident, flag.</param>
    public static Word Parse(string row)
    {
        var cells = row.Split('\t');
        var flag = Cell(6);
        return new Word(cells[0])
        {
            Kind = Value<EventKind>(Cell(1)),
            Phase = Value<EventPhase>(Cell(2)),
            ChangePhase = Value<EventPhase>(Cell(3)),
            Outcome = Value<EventOutcome>(Cell(4)) ?? EventOutcome.Unknown,
            Incident = Value<IncidentStep>(Cell(5)),
            IsWeak = flag == "weak",
            IsDomain = flag == "domain",
        };

        string Cell(int column) => column < cells.Length ? cells[column] : "";
    }

    private static T? Value<T>(string cell)
        where T : struct, Enum => cell.Length == 0 ? null : Enum.Parse<T>(cell, ignoreCase: true);
}
