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
            Newest first by event time. All conditions have to hold; a parameter that is sent several times means or. A walk over all pages gives every event that was there when it began exactly once, whatever is written meanwhile. Of a
            selective question a page may be short, even empty, and still have a `nextCursor`.

            With `after` this is a long poll of the live feed: events that were recorded after a place in the feed, in the order recorded and oldest first, with a back-dated one among them. It answers as soon as there is one, or empty after `wait`;
            `nextCursor`, which is always there, is the next `after`. It takes the filters and `limit`, but no window. A place that the feed no longer keeps is answered with 410, the header `Feed-Start` holding where to go on.
            """
        )
        {
            Parameters =
            [
                .. SharedParameters.Window,
                .. SharedParameters.Filter,
                new ApiParameter("id", "Only events with this id."),
                new ApiParameter("limit", "Events on a page, 1 to 100; 25 when absent.") { Example = "25" },
                new ApiParameter("cursor", "The `nextCursor` of the page before. It goes with the same other parameters only."),
                LiveOperations.After,
                new ApiParameter("wait", "Seconds that a long poll may wait for an event, 0 to 30; 0 when absent.") { Example = "20" },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "A page of events.",
                    typeof(EventPageAnswer),
                    $$$$"""{"success":true,"data":[{{{{EventOperations.AnEvent}}}}],"nextCursor":null,"feed":"f4711","window":{"from":"2026-11-22T10:00:00.000Z","to":null}}"""
                ),
            ],
            Errors = [410],
        };

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
                .. SharedParameters.Window,
                .. SharedParameters.Filter,
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
                    typeof(Answer<SummaryAnswer>),
                    """
                    {"success":true,"data":{"window":{"from":"2026-11-22T23:00:00.000Z","to":"2026-11-23T23:00:00.000Z"},"timezone":"Europe/Warsaw","bucket":"day","complete":true,"counted":{"from":"2026-11-22T23:00:00.000Z","to":"2026-11-23T23:00:00.000Z"},"total":1,"byType":{"values":[{"value":"deployment","count":1}],"otherCount":0},"bySeverity":{"values":[{"value":null,"count":1}],"otherCount":0},"bySource":{"values":[{"value":"BE","count":1}],"otherCount":0},"bySubject":{"values":[{"value":"PRODUCTION","count":1}],"otherCount":0},"buckets":[{"start":"2026-11-22T23:00:00.000Z","local":"2026-11-23T00:00:00+01:00","count":1}]}}
                    """
                ),
            ],
        };
}
