using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Days;

/// <summary>What is counted of an event. Everything that a day shows is formed from this when it is read.</summary>
/// <param name="Quarter">The quarter of an hour of the UTC day. All zones in use are whole quarters from UTC.</param>
/// <param name="Type">The type, or <see cref="OtherTypes"/>.</param>
/// <param name="Phase">By the meanings of types at the time of counting.</param>
/// <param name="Outcome">By the meanings of types at the time of counting.</param>
/// <param name="Severity">Null for events without one.</param>
/// <param name="Source">The system as sent. Null for the others of a day with too many.</param>
public readonly record struct DayEntry(int Quarter, string Type, EventPhase? Phase, EventOutcome Outcome, string? Severity, string? Source)
{
    public const int Quarters = 96;

    private const long TicksPerQuarter = TimeSpan.TicksPerHour / 4;

    /// <summary>No type begins with this character.</summary>
    private const string OtherMark = "\u0001";

    public static DayEntry Of(Timestamp time, string type, EventHints hints, string? severity, string source, TypeMeanings types)
    {
        var meaning = EventMeaning.Of(type, hints, types);
        var quarter = (int)((time - time.StartOfDay()).Ticks / TicksPerQuarter);
        return new(quarter, type, meaning.Phase, meaning.Outcome, severity, source);
    }

    /// <summary>The start of the quarter.</summary>
    public Timestamp At(long day) => Timestamp.OfDay(day) + new TimeSpan(Quarter * TicksPerQuarter);

    /// <summary>Stands for the types of a kind on a day with too many types.</summary>
    public static string OtherTypes(EventKind kind) => OtherMark + EventKindNames.Of(kind);

    public static EventKind KindOf(string type, TypeMeanings types) =>
        type.StartsWith(OtherMark, StringComparison.Ordinal) && EventKindNames.TryParse(type[OtherMark.Length..], out var kind)
            ? kind
            : EventMeaning.Of(type, EventHints.None, types).Kind;
}
