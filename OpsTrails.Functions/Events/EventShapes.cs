using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OpsTrails.Functions.Events;

[Description("A CloudEvent to record. Extension attributes are further members.")]
internal sealed record SentEventShape(
    string Specversion,
    string Type,
    string Source,
    [property: Description("`NOW`, ISO 8601 with a time zone, or RFC 2822.")] string Time
)
{
    [Description("Up to 200 characters. Generated when absent; send one to make retries safe.")]
    public string? Id { get; init; }

    [Description("The environment; up to 50 characters by default.")]
    public string? Subject { get; init; }

    [Description("LOW, MINOR, MAJOR or CRITICAL.")]
    public string? Severity { get; init; }

    [Description("Up to 128 characters.")]
    public string? Version { get; init; }

    public string? Datacontenttype { get; init; }

    public string? Dataschema { get; init; }

    [Description("A JSON object.")]
    public JsonNode? Data { get; init; }

    [JsonPropertyName("data_base64")]
    [Description("`data` in Base64.")]
    public string? DataBase64 { get; init; }

    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Extensions { get; init; }
}

[Description("The event recorded earlier, or one result per event of a batch, in order.")]
internal sealed record RecordAnswerShape(bool Success)
{
    public required JsonNode Data { get; init; }
}
