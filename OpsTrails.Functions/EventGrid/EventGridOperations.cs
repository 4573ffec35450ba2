using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.EventGrid;

internal static class EventGridOperations
{
    private const string Area = "Event Grid";

    private const string Listed = """
        {"id":"2515938275999999999~0f3e5c1d2b4a69788796a5b4c3d2e1f0",
        "event":{"id":"run-4711","specversion":"1.0","type":"deployment","source":"BE","time":"2026-11-23T09:00:00.000Z",
        "subject":"PRODUCTION","severity":null,"version":"1.2.3",
        "datacontenttype":"application/json","dataschema":null,"data":null,"createdAt":"2026-11-23T09:00:00.120Z"},
        "reason":"status 400: The time is none.","refusedAt":"2026-11-23T09:00:00.500Z","attempts":1}
        """;

    public static ApiOperation ListPoison { get; } =
        new(
            "listPoison",
            Area,
            "List refused events",
            "Events that the Event Grid topic refused, newest first. They are recorded, but no subscriber received them. "
                + "Needs the role ADMIN or OWNER, or a key of scope ADMIN."
        )
        {
            Parameters = SharedParameters.Page,
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The events, each with its reason.",
                    typeof(ListAnswer<RefusedEventAnswer>),
                    $$$$"""{"success":true,"data":[{{{{Listed}}}}],"nextCursor":null}"""
                ),
            ],
        };

    public static ApiOperation SendPoison { get; } =
        new(
            "sendPoison",
            Area,
            "Send a refused event again",
            "Removes the event from the list when the topic accepts it. 409 when the topic refuses it again, or when no topic is "
                + "configured. 503 when the topic is unavailable. Needs the role ADMIN or OWNER, or a key of scope ADMIN."
        )
        {
            Parameters =
            [
                new ApiParameter("id", "The id in the list.")
                {
                    Place = ParameterPlace.Path,
                    Example = "2515938275999999999~0f3e5c1d2b4a69788796a5b4c3d2e1f0",
                },
            ],
            Answers =
            [
                new ApiAnswer(
                    200,
                    "The topic accepted the event.",
                    typeof(Answer<DeliveredAnswer>),
                    """{"success":true,"data":{"delivered":true}}"""
                ),
            ],
            Errors = [404, 409],
        };
}
