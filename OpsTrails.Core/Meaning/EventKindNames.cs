namespace OpsTrails.Core.Meaning;

/// <summary>The names on the wire, such as <c>configChange</c>.</summary>
public static class EventKindNames
{
    private static readonly WireNames<EventKind> Names = new();

    public static IReadOnlyList<string> All => Names.All;

    public static string Of(EventKind value) => Names.Of(value);

    /// <summary>Ignores case, spaces, hyphens and underscores.</summary>
    public static bool TryParse(string? text, out EventKind value) => Names.TryParse(text, out value);
}
