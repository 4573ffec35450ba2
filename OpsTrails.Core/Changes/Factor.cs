namespace OpsTrails.Core.Changes;

/// <summary>One reason to suspect a change, and how much it weighs for it.</summary>
/// <param name="Name">One of <see cref="FactorNames"/>.</param>
/// <param name="Points">0 to <paramref name="Of"/>; null when it could not be judged.</param>
/// <param name="Of">The most that this factor gives.</param>
/// <param name="Why">A few words for a person: what was found, or why it could not be judged.</param>
public sealed record Factor(string Name, int? Points, int Of, string Why)
{
    public bool IsJudged => Points is not null;
}

/// <summary>The factors, in the order in which they are given.</summary>
public static class FactorNames
{
    public const string Nearness = "nearness";
    public const string Place = "place";
    public const string Kind = "kind";
    public const string Severity = "severity";
    public const string NewVersion = "newVersion";
    public const string OutsideBusinessHours = "outsideBusinessHours";

    public static IReadOnlyList<string> All { get; } = [Nearness, Place, Kind, Severity, NewVersion, OutsideBusinessHours];
}
