namespace OpsTrails.Core.Meaning;

/// <summary>The names on the wire, such as <c>acknowledged</c>.</summary>
public static class EventPhaseNames
{
    private static readonly WireNames<EventPhase> Names = new();

    public static IReadOnlyList<string> All => Names.All;

    public static string Of(EventPhase value) => Names.Of(value);

    /// <summary>Ignores case, spaces, hyphens and underscores.</summary>
    public static bool TryParse(string? text, out EventPhase value) => Names.TryParse(text, out value);
}
