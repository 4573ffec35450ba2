namespace OpsTrails.Core.Meaning;

/// <summary>The names on the wire, such as <c>succeeded</c>.</summary>
public static class EventOutcomeNames
{
    private static readonly WireNames<EventOutcome> Names = new();

    public static IReadOnlyList<string> All => Names.All;

    public static string Of(EventOutcome value) => Names.Of(value);

    /// <summary>Ignores case, spaces, hyphens and underscores.</summary>
    public static bool TryParse(string? text, out EventOutcome value) => Names.TryParse(text, out value);
}
