using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OpsTrails.Functions.OpenApi;

[Description("A CloudEvent as it was recorded. Extension attributes stand beside these members.")]
internal sealed record EventShape(
    string Id,
    string Specversion,
    string Type,
    string Source,
    [property: Description("UTC, ISO 8601.")] string Time,
    string? Subject,
    string? Severity,
    string? Version,
    string Datacontenttype,
    string? Dataschema,
    [property: Description("A JSON object, or null.")] JsonNode? Data,
    [property: Description("When it was recorded: UTC, ISO 8601.")] string CreatedAt
)
{
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; init; }
}

[Description("A CloudEvent to record. Extension attributes may stand beside these members.")]
internal sealed record SentEventShape(
    string Specversion,
    string Type,
    string Source,
    [property: Description("`NOW`, ISO 8601 with a zone, or RFC 2822.")] string Time
)
{
    [Description("Up to 200 characters; made when absent. Send one, so that a retry is safe.")]
    public string? Id { get; init; }

    [Description("The environment; up to 50 characters.")]
    public string? Subject { get; init; }

    [Description("LOW, MINOR, MAJOR or CRITICAL.")]
    public string? Severity { get; init; }

    [Description("Up to 50 characters.")]
    public string? Version { get; init; }

    public string? Datacontenttype { get; init; }

    public string? Dataschema { get; init; }

    [Description("A JSON object.")]
    public JsonNode? Data { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; init; }
}

[Description("What became of one event of a batch: an event, or an error and its code.")]
internal sealed record BatchItemShape(int Status)
{
    public EventShape? Event { get; init; }

    public string? Error { get; init; }

    public string? Code { get; init; }
}

[Description("The event that was recorded before, or of a batch one result for each event, in order.")]
internal sealed record RecordAnswerShape(bool Success)
{
    public required JsonNode Data { get; init; }
}

internal sealed record EventPageShape(
    bool Success,
    IReadOnlyList<EventShape> Data,
    [property: Description(
        "Send it as `cursor` with the same parameters for the next page; null on the last one. Of a long poll: the next `after`, never null."
    )]
        string? NextCursor
)
{
    [Description(
        "Where the feed of recorded events stood before the first page was read: as `after` it leaves no gap. Not in a long poll."
    )]
    public string Feed { get; init; } = "";

    [Description("Not in a long poll.")]
    public WindowShape Window { get; init; } = new(null, null);
}

internal sealed record AllowedMethodsShape([property: Description("The methods of this address.")] IReadOnlyList<string> Allow);

[Description("The window as it was resolved, in UTC; null where it has no end.")]
internal sealed record WindowShape(string? From, string? To);
