using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Keys;

/// <summary>A wish for a key: <c>{"name":"ci","scope":"READ_WRITE","expiresAt":null}</c>.</summary>
public sealed record KeyRequest(string Name, KeyScope Scope, long? ExpiresAt)
{
    public const int NameLength = 100;

    /// <returns>Null exactly when a fault was added.</returns>
    public static KeyRequest? Parse(JsonElement json, DateTimeOffset now, ValidationErrors faults)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            faults.Add("body", $"must be a JSON object, but {JsonText.KindOf(json)} came");
            return null;
        }
        if (JsonText.FindFault(json, depth: 4) is { } fault)
        {
            faults.Add(fault.Path, fault.Message);
            return null;
        }

        foreach (var member in json.EnumerateObject().Where(member => member.Name is not ("name" or "scope" or "expiresAt")))
            faults.Add(ValidationErrors.Quote(member.Name), "is not known here, send name, scope and expiresAt");
        var name = Text(json, "name", faults, required: true);
        if (name is not null && (TextRules.LengthOf(name) is 0 or > NameLength || TextRules.CheckCharacters(name) is not null))
            faults.Add("name", $"must have 1 to {NameLength} characters, none of them a control character");
        var scope = Text(json, "scope", faults, required: true);
        if (!KeyScopes.TryParse(scope, out var parsed) && scope is not null)
            faults.Add("scope", $"{ValidationErrors.Quote(scope)} is not one of {string.Join(", ", KeyScopes.Names)}");

        long? expiresAt = null;
        if (Text(json, "expiresAt", faults, required: false) is { } expires)
        {
            if (!Instant.TryParse(expires, out var ticks, out var reason))
                faults.Add("expiresAt", reason);
            else if (ticks <= now.UtcTicks)
                faults.Add("expiresAt", $"{ValidationErrors.Quote(expires)} is not in the future");
            expiresAt = ticks;
        }
        return faults.Any ? null : new KeyRequest(name!, parsed, expiresAt);
    }

    private static string? Text(JsonElement json, string name, ValidationErrors faults, bool required)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required)
                faults.Add(name, "is required");
            return null;
        }
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        faults.Add(name, $"must be a string, but {JsonText.KindOf(value)} came");
        return null;
    }
}
