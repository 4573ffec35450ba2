using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>The event members that a filter can use.</summary>
public enum EventField
{
    Type,
    Source,
    Subject,
    Severity,
    Version,
}

public static class EventFields
{
    public static IReadOnlyList<EventField> All { get; } = Enum.GetValues<EventField>();

    /// <summary>The lower-case name used in a query.</summary>
    public static string Name(this EventField field) => Names[(int)field];

    /// <summary>Fields in the order of <see cref="EventField"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["type", "source", "subject", "severity", "version"];

    /// <summary>The field that an unknown name most likely means, as a list of one. Empty if none is near.</summary>
    public static IReadOnlyList<string> Nearest(string name) =>
        Words.TryGetValue(name, out var field) ? [field]
        : name.Length == 0 ? []
        : NearestNames.Find(name, Names, most: 1);

    /// <summary>What people say for the fields.</summary>
    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["system"] = "source",
        ["service"] = "source",
        ["environment"] = "subject",
        ["env"] = "subject",
        ["level"] = "severity",
        ["release"] = "version",
        ["kind"] = "type",
    };

    public static bool TryParse(string name, out EventField field)
    {
        var index = Names.ToList().IndexOf(name);
        field = (EventField)Math.Max(index, 0);
        return index >= 0;
    }
}
