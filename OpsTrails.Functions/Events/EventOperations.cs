using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Events;

internal static class EventOperations
{
    private const string Area = "Events";

    public static string AnEvent { get; } =
        """
            {"id":"run-4711","specversion":"1.0","type":"deployment","source":"BE","time":"2026-11-23T09:30:00.000Z","subject":"PRODUCTION",
            "severity":"MAJOR","version":"1.4.2","datacontenttype":"application/json","dataschema":null,
            "data":{"description":"Faster checkout"},"createdAt":"2026-11-23T09:30:01.250Z"}
            """.ReplaceLineEndings("");

    private const string ASentEvent = """
        {"specversion":"1.0","id":"run-4711","type":"deployment","source":"BE","subject":"PRODUCTION","time":"NOW",
        "severity":"MAJOR","version":"1.4.2","data":{"description":"Faster checkout"}}
        """;

    private static readonly string Recorded = $$$$"""{"success":true,"data":{{{{AnEvent}}}}}""";

    private const string ALeastEvent = """{"specversion":"1.0","id":"run-4711","type":"deployment","source":"BE","time":"NOW"}""";

    private const string PartlyRecorded = """
        {"success":false,"error":"1 of 9 events not recorded","code":"CONFLICT",
        "data":[{"status":409,"error":"Conflict","code":"CONFLICT"}]}
        """;

    private const string EmptyBatch = """{"success":true,"data":[]}""";

    private static readonly ApiParameter Source = new("source", "The event's source.") { Component = "EventSource", Example = "BE" };

    private static readonly ApiParameter Reason = new("reason", "Why it is deleted, in 1 to 500 characters. Kept in the audit log.")
    {
        Component = "DeletionReason",
        IsRequired = true,
        Example = "Recorded by mistake",
    };

    private static readonly ApiAnswer Deleted = new(
        200,
        "Deleted.",
        typeof(Answer<DeletionAnswer>),
        """
        {"success":true,"data":{"id":"run-4711","source":"BE","deletedAt":"2026-11-23T10:00:00.000Z","reason":"Recorded by mistake"}}
        """
    );

    public static ApiOperation Record { get; } =
        new(
            "recordEvents",
            Area,
            "Record an event, or a batch",
            """
            Records one CloudEvent, or every valid event of a JSON array of up to 500. The same `source` and `id` are recorded once. Sending
            them again returns the recorded event with 200; sending them with other content returns 409.

            Binary mode works too: attributes in `ce-` headers, data as the body.

            A batch returns the result of each event under `data`: 200 if all are recorded, 207 if some are, 400 or 409 if none is, and 503
            if storage refused any: then send the batch again.
            """
        )
        {
            Body = new ApiBody(
                "One CloudEvent, or an array of them.",
                [
                    ("application/json", typeof(SentEventShape), ASentEvent),
                    ("application/cloudevents+json", typeof(SentEventShape), ALeastEvent),
                    ("application/cloudevents-batch+json", typeof(SentEventShape[]), "[]"),
                ]
            ),
            Answers =
            [
                new ApiAnswer(200, "The event recorded earlier, or the results of a batch.", typeof(RecordAnswerShape), EmptyBatch),
                new ApiAnswer(201, "Recorded.", typeof(Answer<EventShape>), Recorded),
                new ApiAnswer(207, "Some events of a batch are recorded.", typeof(BatchRefusalAnswer), PartlyRecorded),
            ],
            Errors = [409, 413, 415],
        };

    public static ApiOperation Handshake { get; } =
        new(
            "askToDeliver",
            Area,
            "Ask whether a sender may deliver here",
            """
            The handshake of CloudEvents webhooks. It needs no key; every delivery needs one. The answer is the permission, so
            `WebHook-Request-Callback` isn't called.
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
                new ApiParameter("WebHook-Request-Rate", "The requested rate, in requests per minute.")
                {
                    Place = ParameterPlace.Header,
                    Example = "120",
                },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "Permission granted. `WebHook-Allowed-Origin` repeats the name. `WebHook-Allowed-Rate` is the number of requests "
                        + "per minute for one key, `*` for any number.",
                    typeof(Answer<AllowedMethodsAnswer>),
                    """{"success":true,"data":{"allow":["DELETE","GET","HEAD","OPTIONS","POST"]}}"""
                ),
            ],
        };

    public static ApiOperation Delete { get; } =
        new(
            "deleteEvent",
            Area,
            "Delete one event",
            """
            Deletes the event and everything derived from it, for good. Needs the role ADMIN or OWNER, or a key of scope ADMIN. When several
            sources use the id, choose one with `source`. A record remains of when, by whom and why it was deleted, so that the same content
            isn't recorded again: sending it returns 409. Other content with this `source` and `id` is recorded as a new event.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("id", "The event's id. For an id that a path can't contain, use `deleteEventById`.")
                {
                    Place = ParameterPlace.Path,
                    Example = "run-4711",
                },
                Source,
                Reason,
            ],
            Answers = [Deleted],
            Errors = [404],
        };

    public static ApiOperation DeleteById { get; } =
        new("deleteEventById", Area, "Delete one event, its id as a parameter", "As `deleteEvent`, for an id that a path can't contain.")
        {
            Parameters = [new ApiParameter("id", "The event's id.") { IsRequired = true, Example = "run/4711" }, Source, Reason],
            Answers = [Deleted],
            Errors = [404],
        };

    public static ApiOperation Get { get; } =
        new(
            "getEvent",
            Area,
            "Read one event",
            """
            Finds the event by its id. When several sources use the id, choose one with `source`. When no event has the id, it is read as a
            ref, as in git: the first 6 to 32 hexadecimal digits of the SHA-256 of an id, with or without a leading `#`. A ref of several
            events returns 400 and lists up to 10 of them.
            """
        )
        {
            Parameters =
            [
                new ApiParameter("id", "The event's id or ref. For an id that a path can't contain, use `id` in `listEvents`.")
                {
                    Place = ParameterPlace.Path,
                    Example = "run-4711",
                },
                Source,
                SharedParameters.Meaning,
            ],
            Answers = [new ApiAnswer(200, "The event.", typeof(Answer<EventShape>), Recorded)],
            Errors = [404],
        };
}
