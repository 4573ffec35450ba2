using OpsTrails.Core.Events;

namespace OpsTrails.Functions.OpenApi;

/// <summary>Parameters that several operations share.</summary>
internal static class SharedParameters
{
    public static ApiParameter Zone { get; } =
        new("timezone", "An IANA time zone, for bare local dates and times.") { Component = "TimeZone", Example = "Europe/Warsaw" };

    public static IReadOnlyList<ApiParameter> Window { get; } =
    [
        new(
            "from",
            "Where the window begins, inclusive: `now`, a span back such as `-30m`, `-2h`, `-7d` or `-4w`, a time with a zone, or with "
                + "`timezone` a bare local date or time."
        )
        {
            Component = "WindowFrom",
            Example = "-7d",
        },
        new("to", "Where the window ends, exclusive; written like `from`. A bare date means the end of that day.")
        {
            Component = "WindowTo",
        },
        Zone,
    ];

    public static IReadOnlyList<ApiParameter> Filter { get; } =
    [
        new("type", "What happened.")
        {
            Component = "TypeFilter",
            IsRepeatable = true,
            Example = "deployment",
        },
        new("source", "The system.") { Component = "SourceFilter", IsRepeatable = true },
        new("subject", "The environment; empty for events without one.") { Component = "SubjectFilter", IsRepeatable = true },
        new("severity", "How much it matters; empty for events without one.")
        {
            Component = "SeverityFilter",
            IsRepeatable = true,
            Values = ["", .. EventRules.Severities],
        },
        new("version", "The version; empty for events without one.") { Component = "VersionFilter", IsRepeatable = true },
        new("search", "A text to be found in type, version, source, subject or description, in any letter case.")
        {
            Component = "SearchFilter",
            IsRepeatable = true,
        },
        new("q", "The same in one line: `type:deployment subject:PRODUCTION -source:DB severity>=MAJOR \"free text\"`.")
        {
            Component = "Query",
            IsRepeatable = true,
            Example = "severity>=MAJOR -source:DB",
        },
    ];

    /// <summary>Of lists that have no other parameters.</summary>
    public static IReadOnlyList<ApiParameter> Page { get; } =
    [
        new("limit", "1 to 100; 25 when absent.") { Component = "PageLimit", Example = "25" },
        new("cursor", "`nextCursor` of the page before.") { Component = "PageCursor" },
    ];
}
