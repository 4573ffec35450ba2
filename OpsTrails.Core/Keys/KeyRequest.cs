using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Keys;

/// <summary>Requests a key: <c>{"name":"ci","scope":"READ_WRITE","expiresAt":null}</c>.</summary>
public sealed record KeyRequest(string Name, KeyScope Scope, Timestamp? ExpiresAt)
{
    public const int NameLength = 100;

    /// <returns>Null if an error was added.</returns>
    public static KeyRequest? Parse(JsonElement json, DateTimeOffset now, ValidationErrors errors)
    {
        if (!JsonMembers.AreReadable(json, ["name", "scope", "expiresAt"], errors))
            return null;

        var name = JsonMembers.ReadText(json, "name", errors);
        if (name is not null && (TextRules.LengthOf(name) is 0 or > NameLength || TextRules.CheckCharacters(name) is not null))
            errors.Add("name", $"must have 1 to {NameLength} characters and no control characters");
        var scope = JsonMembers.ReadText(json, "scope", errors);
        if (!KeyScopes.TryParse(scope, out var parsed) && scope is not null)
            errors.Add("scope", ValidationErrors.Unknown(scope, KeyScopes.Names));

        Timestamp? expiresAt = null;
        if (JsonMembers.FindText(json, "expiresAt", errors) is { } expires)
        {
            if (!Instant.TryParse(expires, out var end, out var reason))
                errors.Add("expiresAt", reason);
            else if (end <= Timestamp.From(now))
                errors.Add("expiresAt", $"{ValidationErrors.Quote(expires)} is not in the future. Send a later time");
            expiresAt = end;
        }
        return errors.Any ? null : new KeyRequest(name!, parsed, expiresAt);
    }
}
