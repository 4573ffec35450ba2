using OpsTrails.Core.Events;

namespace OpsTrails.Functions.OpenApi;

/// <summary>Parameters that several operations share.</summary>
internal static class SharedParameters
{
    public static ApiParameter Zone { get; } =
        new("timezone", "An IANA time zone, for local dates and times.") { Component = "TimeZone", Example = "Europe/Warsaw" };

    public static ApiParameter Archived { get; } =
        new("archived", "`include` adds archived environments and systems, which are left out otherwise.")
        {
            Component = "IncludeArchived",
            Values = ["include"],
            Example = "include",
        };

    public static ApiParameter Meaning { get; } =
        new(
            "include",
            "`meaning` adds a last member `opstrails` to each event: `kind`, `phase`, `outcome`, and `moves`, whether it changes what runs."
        )
        {
            Component = "IncludeMeaning",
            IsRepeatable = true,
            Values = ["meaning"],
            Example = "meaning",
        };

    public static ApiParameter MeaningAndCell { get; } =
        new(
            "include",
            "`meaning` adds what each event means, as in `listEvents`. `cell` sends an `event: cell` after an event or its deletion: "
                + "its `source` and its `cell` as `getGrid` answers it, each cell at most once a second."
        )
        {
            IsRepeatable = true,
            Values = ["meaning", "cell"],
            Example = "cell",
        };

    public static ApiParameter TypeMeaning { get; } =
        new("include", "`meaning` adds what each type means by its words or by the settings.")
        {
            IsRepeatable = true,
            Values = ["meaning"],
            Example = "meaning",
        };

    public static IReadOnlyList<ApiParameter> Window { get; } =
    [
        new(
            "from",
            "The start of the window, inclusive: `now`, a span such as `-30m`, `-2h`, `-7d` or `-4w`, a time with a time zone, or, with "
                + "`timezone`, a local date or time."
        )
        {
            Component = "WindowFrom",
            Example = "-7d",
        },
        new("to", "The end of the window, exclusive, in the format of `from`. A local date means the end of that day. Default: now.")
        {
            Component = "WindowTo",
        },
        Zone,
    ];

    public static IReadOnlyList<ApiParameter> Filter { get; } =
    [
        new("type", "The event type, such as `deployment`.")
        {
            Component = "TypeFilter",
            IsRepeatable = true,
            Example = "deployment",
        },
        new("source", "The system.") { Component = "SourceFilter", IsRepeatable = true },
        new("subject", "The environment; empty for events without one.") { Component = "SubjectFilter", IsRepeatable = true },
        new("severity", "The severity; empty for events without one.")
        {
            Component = "SeverityFilter",
            IsRepeatable = true,
            Values = ["", .. EventRules.Severities],
        },
        new("version", "The version; empty for events without one.") { Component = "VersionFilter", IsRepeatable = true },
        new("search", "Text to find in type, version, source, subject or description. Ignores letter case.")
        {
            Component = "SearchFilter",
            IsRepeatable = true,
        },
        new(
            "q",
            "The same filters in one line: `type:deployment subject:PRODUCTION -source:DB severity>=MAJOR \"free text\"`. "
                + "In a value without quotes, `*` is any text."
        )
        {
            Component = "Query",
            IsRepeatable = true,
            Example = "severity>=MAJOR -source:DB",
        },
    ];

    /// <summary>The parameters of lists that have no others.</summary>
    public static IReadOnlyList<ApiParameter> Page { get; } =
    [
        new("limit", "Entries per page, 1 to 100. Default: 25.") { Component = "PageLimit", Example = "25" },
        new("cursor", "`nextCursor` of the previous page.") { Component = "PageCursor" },
    ];
}
