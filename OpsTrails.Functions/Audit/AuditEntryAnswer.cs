using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OpsTrails.Core.Audit;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Audit;

internal sealed record AuditEntryAnswer(
    string Id,
    string At,
    [property: Description("person: or key: with an id, setup-token, or first-start.")] string By,
    [property: Description("The current name of the person or key; null when it no longer exists.")] string? ByName,
    string Action,
    [property: Description("person:, key: or invitation: with an id; null for settings and context.")] string? Target,
    AuditDetailsAnswer Details
)
{
    public static AuditEntryAnswer Of(string id, AuditEntry entry, string? byName) =>
        new(id, entry.At.ToString(), entry.By, byName, entry.Action, entry.Target, AuditDetailsAnswer.Of(entry.Details));
}

[Description("Details of the action.")]
internal sealed record AuditDetailsAnswer
{
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Members { get; set; }

    public static AuditDetailsAnswer Of(JsonObject details) =>
        new()
        {
            Members = details.ToDictionary(
                member => member.Key,
                member => JsonSerializer.SerializeToElement(member.Value, AuditJson.Default.JsonNode)
            ),
        };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListAnswer<AuditEntryAnswer>))]
[JsonSerializable(typeof(JsonNode))]
internal sealed partial class AuditJson : JsonSerializerContext;
