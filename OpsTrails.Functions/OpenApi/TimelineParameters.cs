using OpsTrails.Core.Events;

namespace OpsTrails.Functions.OpenApi;

/// <summary>Parameters that several operations share.</summary>
internal static class TimelineParameters
{
    public static ApiParameter Zone { get; } = new("timezone", "An IANA time zone, for bare local dates and times.") { Example = "Europe/Warsaw" };

    public static IReadOnlyList<ApiParameter> Window { get; } =
    [
        new("from", "Where the window begins, inclusive: `now`, a span back such as `-30m`, `-2h`, `-7d` or `-4w`, a time with a zone, or with `timezone` a bare local date or time.") { Example = "-7d" },
        new("to", "Where the window ends, exclusive; written like `from`. A bare date means the end of that day."),
        Zone,
    ];

    public static IReadOnlyList<ApiParameter> Filter { get; } =
    [
        new("type", "What happened.") { IsRepeatable = true, Example = "deployment" },
        new("source", "The system.") { IsRepeatable = true },
        new("subject", "The environment; empty for events without one.") { IsRepeatable = true },
        new("severity", "How much it matters; empty for events without one.") { IsRepeatable = true, Values = ["", .. EventRules.Severities] },
        new("version", "The version; empty for events without one.") { IsRepeatable = true },
        new("search", "A text to be found in type, version, source, subject or description, in any letter case.") { IsRepeatable = true },
        new("q", "The same in one line: `type:deployment subject:PRODUCTION -source:DB severity>=MAJOR \"free text\"`.") { IsRepeatable = true, Example = "severity>=MAJOR -source:DB" },
    ];
}
