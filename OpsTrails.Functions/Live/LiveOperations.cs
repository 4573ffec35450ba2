using OpsTrails.Functions.Events;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Live;

internal static class LiveOperations
{
    public static ApiParameter After { get; } =
        new(
            "after",
            "A place in the feed: `now`, `begin` for the oldest event that it keeps (30 days at the most), the `feed` of a page, the `nextCursor` of a long poll or the `id` of an event of the stream."
        )
        {
            Example = "f4711",
        };

    public static ApiOperation Stream { get; } =
        new(
            "streamEvents",
            "Events",
            "Follow events live",
            """
            Server-sent events: each event that matches, as it is recorded, in the order recorded, so that a back-dated one arrives too. `id` is a cursor that stays valid; a client that was cut off sends the last one as `Last-Event-ID` and misses nothing. Comments
            keep the stream alive. It ends after a while (200 s) and the client connects again, as browsers do by themselves. One that does not read is cut off, and goes on from its last `id`. A place that the feed no longer keeps is answered with 410, the header
            `Feed-Start` holding where to go on.
            """
        )
        {
            Parameters =
            [
                After with
                {
                    Description = After.Description + " What is recorded from now on when absent.",
                },
                .. SharedParameters.Filter,
                new ApiParameter("Last-Event-ID", "The last `id` that came; it goes before `after`.")
                {
                    Place = ParameterPlace.Header,
                    Example = "f4711",
                },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The stream.",
                    typeof(string),
                    $"""
                    : events in the order recorded
                    retry: 2000
                    id: f4710

                    id: f4711
                    event: event
                    data: {EventOperations.AnEvent}

                    : keep-alive


                    """
                )
                {
                    MediaType = "text/event-stream",
                },
            ],
            Errors = [410],
        };
}
