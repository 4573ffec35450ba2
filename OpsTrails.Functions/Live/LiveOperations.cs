using OpsTrails.Functions.Events;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Live;

internal static class LiveOperations
{
    public static ApiParameter After { get; } =
        new(
            "after",
            "Position in the feed: `now`, `begin` for the oldest event in the feed (at most 30 days old), the `feed` of a page, "
                + "the `nextCursor` of "
                + "a long poll or the `id` of a streamed event."
        )
        {
            Example = "f4711",
        };

    private const string ADeletion =
        """{"id":"run-4711","source":"BE","type":"deployment","subject":"PRODUCTION","severity":"MAJOR","version":"1.4.2","""
        + "\"deletedAt\":\"2026-11-23T10:00:00.000Z\"}";

    public static ApiOperation Stream { get; } =
        new(
            "streamEvents",
            "Events",
            "Follow events live",
            """
            Server-sent events: every matching event, in the order recorded, including back-dated ones. `id` is a durable cursor: after a
            disconnect the client sends the last one as `Last-Event-ID` and misses nothing, as browsers do by themselves. Comments keep the
            stream alive. The stream ends after 200 s, and the client reconnects. A client that does not read is disconnected. A position
            that is no longer in the feed gets 410, with the position to continue from in the header `Feed-Start`.

            `event: deleted` says that an event was deleted. It comes to every stream whose filters can have selected the event; texts to
            search for don't count. `event: reset` says that many events were removed at once: read everything again. Deleted events don't
            come again, whatever the position.
            """
        )
        {
            Parameters =
            [
                After with
                {
                    Description = After.Description + " Default: `now`.",
                },
                .. SharedParameters.Filter,
                SharedParameters.MeaningAndCell,
                new ApiParameter("Last-Event-ID", "The last `id` received. Takes precedence over `after`.")
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

                    id: f4712
                    event: deleted
                    data: {ADeletion}

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
