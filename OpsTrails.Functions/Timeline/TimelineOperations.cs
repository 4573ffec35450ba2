using OpsTrails.Functions.Events;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Live;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Timeline;

internal static class TimelineOperations
{
    private const string Area = "Timeline";

    public static ApiOperation List { get; } =
        new(
            "listEvents",
            "Events",
            "List events",
            """
            Newest first by event time. Parameters are combined with AND. Repeating a parameter means OR. Reading all pages returns every
            event that existed at the start exactly once, whatever is recorded meanwhile. With a selective filter, a page may be short or
            even empty and still have a `nextCursor`. Without `to` the list begins at now; `scheduled` on the first page has what lies
            ahead.

            With `after` this is a long poll of the live feed. It returns the events recorded after a position in the feed, in the order
            recorded, including back-dated ones. It answers as soon as there is an event, or with an empty list after `wait`. `nextCursor`
            is never null: send it as the next `after`. A long poll accepts the filters and `limit`, but no window. When the feed no longer
            keeps the position, the answer is 410 and the header `Feed-Start` holds the position to continue from. When events were deleted,
            the answer has `deleted`: drop those, then take `data`. With `reset`, drop everything and read it again.
            """
        )
        {
            Parameters =
            [
                .. SharedParameters.Window,
                .. SharedParameters.Filter,
                new ApiParameter("id", "Only events with this id."),
                new ApiParameter("limit", "Events per page, 1 to 100. Default: 25.") { Example = "25" },
                new ApiParameter("cursor", "`nextCursor` of the previous page. Keep all other parameters the same."),
                LiveOperations.After,
                SharedParameters.Meaning,
                new ApiParameter("wait", "Seconds that a long poll may wait for an event, 0 to 30. Default: 0.") { Example = "20" },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "A page of events.",
                    typeof(EventPageAnswer),
                    $$$$"""
                    {"success":true,"data":[{{{{EventOperations.AnEvent}}}}],"nextCursor":null,"feed":"f4711",
                    "window":{"from":"2026-11-22T10:00:00.000Z","to":null}}
                    """
                ),
            ],
            Errors = [410],
        };

    public static ApiOperation Summary { get; } =
        new(
            "getSummary",
            Area,
            "Count events",
            """
            Counts the events of a window by type, severity, source and subject, and by hour or day in a time zone, including daylight
            saving time. Without `from`, the window is the last 7 days. At most 100,000 events are counted, the newest. When there are more,
            `complete` is false and `counted` gives the range.
            """
        )
        {
            Parameters =
            [
                .. SharedParameters.Window,
                .. SharedParameters.Filter,
                new ApiParameter("bucket", "Default: `hour` for windows of up to 3 days, otherwise `day`.") { Values = ["hour", "day"] },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The counts.",
                    typeof(Answer<SummaryAnswer>),
                    """
                    {"success":true,"data":{"window":{"from":"2026-11-22T23:00:00.000Z","to":"2026-11-23T23:00:00.000Z"},
                    "timezone":"Europe/Warsaw","bucket":"day","complete":true,"counted":{"from":"2026-11-22T23:00:00.000Z",
                    "to":"2026-11-23T23:00:00.000Z"},"total":1,
                    "byType":{"values":[{"value":"deployment","count":1}],"otherCount":0},"bySeverity":{"values":[{"value":null,
                    "count":1}],"otherCount":0},
                    "bySource":{"values":[{"value":"BE","count":1}],"otherCount":0},"bySubject":{"values":[{"value":"PRODUCTION",
                    "count":1}],"otherCount":0},
                    "buckets":[{"start":"2026-11-22T23:00:00.000Z","local":"2026-11-23T00:00:00+01:00","count":1}]}}
                    """
                ),
            ],
        };
}
