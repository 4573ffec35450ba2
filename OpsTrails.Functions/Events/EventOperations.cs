using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Events;

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
                    typeof(Answer<AllowedMethodsAnswer>),
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
}
