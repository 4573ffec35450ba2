namespace OpsTrails.Core.Changes;

/// <summary>A reason to suspect a change, and its weight.</summary>
/// <param name="Name">One of <see cref="FactorNames"/>.</param>
/// <param name="Points">0 to <paramref name="Of"/>, or null if there is no data.</param>
/// <param name="Of">The maximum number of points.</param>
/// <param name="Why">A short explanation for people: what was found, or which data is missing.</param>
public sealed record Factor(string Name, int? Points, int Of, string Why)
{
    public bool IsJudged => Points is not null;
}

/// <summary>The factors in the order of the response.</summary>
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
