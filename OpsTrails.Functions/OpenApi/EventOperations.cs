namespace OpsTrails.Functions.OpenApi;

internal static class EventOperations
{
    private const string Area = "Events";

    public const string AnEvent = """
        {"id":"run-4711","specversion":"1.0","type":"deployment","source":"BE","time":"2026-11-23T09:30:00.000Z","subject":"PRODUCTION","severity":"MAJOR","version":"1.4.2","datacontenttype":"application/json","dataschema":null,"data":{"description":"Faster checkout"},"createdAt":"2026-11-23T09:30:01.250Z"}
        """;

    private const string ASentEvent = """
        {"specversion":"1.0","id":"run-4711","type":"deployment","source":"BE","subject":"PRODUCTION","time":"NOW","severity":"MAJOR","version":"1.4.2","data":{"description":"Faster checkout"}}
        """;

    private const string Recorded = $$$$"""{"success":true,"data":{{{{AnEvent}}}}}""";

    public static ApiOperation Record { get; } =
        new(
            "recordEvents",
            Area,
            "Record an event, or a batch",
            """
            Records one CloudEvent, or each good one of a JSON array of up to 500. The same `source` and `id` are recorded once: sent again, the first is given back with 200; with other content they are refused with 409.

            Binary mode is taken too: attributes in `ce-` headers, data as the body. A batch is answered with 200 and one result for each event, in order.
            """
        )
        {
            Body = new ApiBody(
                "A CloudEvent, or an array of them.",
                [
                    ("application/json", typeof(SentEventShape), ASentEvent),
                    ("application/cloudevents+json", typeof(SentEventShape), ASentEvent),
                    ("application/cloudevents-batch+json", typeof(SentEventShape[]), $"[{ASentEvent}]"),
                ]
            ),
            Answers =
            [
                new ApiAnswer(
                    200,
                    "Recorded before, as the first one was; or the results of a batch.",
                    typeof(RecordAnswerShape),
                    Recorded
                ),
                new ApiAnswer(201, "Recorded.", typeof(Answer<EventShape>), Recorded),
            ],
            Errors = [409, 413, 415],
        };

    public static ApiOperation Handshake { get; } =
        new(
            "askToDeliver",
            Area,
            "Ask whether a sender may deliver here",
            """
            The handshake of CloudEvents webhooks, for Azure Event Grid or any other sender, which makes it without a key. Every delivery needs one. `WebHook-Request-Callback` is not called: the answer is the permission.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("WebHook-Request-Origin", "The sender's name.")
                {
                    Place = ParameterPlace.Header,
                    Example = "eventgrid.azure.net",
                },
                new ApiParameter("WebHook-Request-Rate", "Requests a minute that it would like to send.")
                {
                    Place = ParameterPlace.Header,
                    Example = "120",
                },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "Yes. `WebHook-Allowed-Origin` repeats the name, `WebHook-Allowed-Rate` is how many requests a minute one key may send, `*` for any number.",
                    typeof(Answer<AllowedMethodsShape>),
                    """{"success":true,"data":{"allow":["GET","POST","OPTIONS"]}}"""
                ),
            ],
        };

    public static ApiOperation Get { get; } =
        new(
            "getEvent",
            Area,
            "Read one event",
            """
            By the id that its producer gave it; when several sources use the id, say which with `source`. Where no event has that very id, a short ref finds it, as in git: 6 to 32 of the first hexadecimal digits of the SHA-256 of the id, with or
            without `#` before them. A ref of several events is refused with 400, which names up to 10 of them.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("id", "The event's id, or its ref. An id that a path cannot carry goes through `id` on the list.")
                {
                    Place = ParameterPlace.Path,
                    Example = "run-4711",
                },
                new ApiParameter("source", "The event's source.") { Example = "BE" },
            ],
            Answers = [new ApiAnswer(200, "The event.", typeof(Answer<EventShape>), Recorded)],
            Errors = [404],
        };

    public static ApiOperation List { get; } =
        new(
            "listEvents",
            Area,
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
                .. TimelineParameters.Window,
                .. TimelineParameters.Filter,
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
                    typeof(EventPageShape),
                    $$$$"""{"success":true,"data":[{{{{AnEvent}}}}],"nextCursor":null,"feed":"f4711","window":{"from":"2026-11-22T10:00:00.000Z","to":null}}"""
                ),
            ],
            Errors = [410],
        };
}
