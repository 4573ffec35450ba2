using System.ComponentModel;

namespace OpsTrails.Functions.OpenApi;

internal static class TimelineOperations
{
    private const string Area = "Timeline";

    public static ApiOperation Summary { get; } =
        new(
            "getSummary",
            Area,
            "Count a window",
            """
            Counts by type, severity, source, subject and by hour or day in a time zone, daylight saving included. The last 7 days when `from` is absent. Exact up to 100,000 events; beyond that `complete` is false and `counted` tells the newest part, which
            was counted.
            """
        )
        {
            Parameters =
            [
                .. TimelineParameters.Window,
                .. TimelineParameters.Filter,
                new ApiParameter("bucket", "By the hour in windows of up to 3 days and else by the day, when absent.")
                {
                    Values = ["hour", "day"],
                },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The counts.",
                    typeof(Answer<SummaryShape>),
                    """
                    {"success":true,"data":{"window":{"from":"2026-11-22T23:00:00.000Z","to":"2026-11-23T23:00:00.000Z"},"timezone":"Europe/Warsaw","bucket":"day","complete":true,"counted":{"from":"2026-11-22T23:00:00.000Z","to":"2026-11-23T23:00:00.000Z"},"total":1,"byType":{"values":[{"value":"deployment","count":1}],"otherCount":0},"bySeverity":{"values":[{"value":null,"count":1}],"otherCount":0},"bySource":{"values":[{"value":"BE","count":1}],"otherCount":0},"bySubject":{"values":[{"value":"PRODUCTION","count":1}],"otherCount":0},"buckets":[{"start":"2026-11-22T23:00:00.000Z","local":"2026-11-23T00:00:00+01:00","count":1}]}}
                    """
                ),
            ],
        };

    public static ApiOperation Types { get; } =
        Seen("listTypes", "List the types", "deployment", "To the day.", "2026-11-01", "2026-11-23");

    public static ApiOperation Sources { get; } =
        Seen("listSources", "List the systems", "BE", "", "2026-11-01T08:00:00.000Z", "2026-11-23T09:30:00.000Z");

    public static ApiOperation Subjects { get; } =
        Seen("listSubjects", "List the environments", "PRODUCTION", "", "2026-11-01T08:00:00.000Z", "2026-11-23T09:30:00.000Z");

    private static ApiOperation Seen(string name, string summary, string value, string precision, string first, string last) =>
        new(name, Area, summary, $"The distinct values, with first and last seen. {precision}".TrimEnd())
        {
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The values.",
                    typeof(ListAnswer<SeenValueShape>),
                    $$"""{"success":true,"data":[{"value":"{{value}}","firstSeen":"{{first}}","lastSeen":"{{last}}"}],"nextCursor":null}"""
                ),
            ],
        };
}

internal sealed record SeenValueShape(string Value, string FirstSeen, string LastSeen);

internal sealed record SummaryShape(
    WindowShape Window,
    string Timezone,
    [property: Description("hour or day.")] string Bucket,
    [property: Description("Whether the whole window was counted.")] bool Complete,
    WindowShape Counted,
    long Total,
    ValueCountsShape ByType,
    ValueCountsShape BySeverity,
    ValueCountsShape BySource,
    ValueCountsShape BySubject,
    IReadOnlyList<SummaryBucketShape> Buckets
);

[Description("The values that came most often, and how many events had others.")]
internal sealed record ValueCountsShape(IReadOnlyList<ValueCountShape> Values, long OtherCount);

internal sealed record ValueCountShape([property: Description("Null for events without one.")] string? Value, long Count);

internal sealed record SummaryBucketShape(
    string Start,
    [property: Description("The start in the time zone, with its offset.")] string Local,
    long Count
);
