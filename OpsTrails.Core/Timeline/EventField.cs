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

    public static bool TryParse(string name, out EventField field)
    {
        var index = Names.ToList().IndexOf(name);
        field = (EventField)Math.Max(index, 0);
        return index >= 0;
    }
}
