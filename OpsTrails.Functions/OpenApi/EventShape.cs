using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OpsTrails.Functions.OpenApi;

[Description("A recorded CloudEvent. Extension attributes are further members.")]
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
