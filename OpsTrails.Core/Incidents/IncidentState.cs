using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Incidents;

public enum IncidentState
{
    Open,
    Acknowledged,
    Resolved,

    /// <summary>Never resolved, and nothing was heard of it for longer than an incident counts as open.</summary>
    NotClosed,
}

/// <summary>The names on the wire, such as <c>notClosed</c>.</summary>
public static class IncidentStateNames
{
    private static readonly WireNames<IncidentState> Names = new();

    public static IReadOnlyList<string> All => Names.All;

    public static string Of(IncidentState value) => Names.Of(value);

    public static bool TryParse(string? text, out IncidentState value) => Names.TryParse(text, out value);
}
