using System.ComponentModel;
using System.Text.Json.Serialization;
using OpsTrails.Core.Keys;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Auth;

/// <summary>A key without its secret.</summary>
internal sealed record KeyAnswer(
    string Id,
    string Name,
    string Scope,
    [property: Description("The first characters of the key.")] string Prefix,
    string CreatedAt,
    string? ExpiresAt,
    string Creator,
    string? LastUsedAt,
    string? RevokedAt,
    [property: Description("Tool calls by assistants. Updated within a minute.")] long McpCalls
)
{
    public static KeyAnswer Of(IssuedKey key) =>
        new(
            key.Id,
            key.Name,
            key.Scope.Name(),
            key.Displayed,
            key.CreatedAt.ToString(),
            key.ExpiresAt?.ToString(),
            key.Creator,
            key.LastUsedAt?.ToString(),
            key.RevokedAt?.ToString(),
            key.McpCalls
        );
}

/// <summary>A key at its creation, the only time that its secret is given.</summary>
internal sealed record IssuedKeyAnswer(
    string Id,
    string Name,
    string Scope,
    string Prefix,
    [property: Description("The secret. Only this answer contains it."), Secret] string Key,
    string CreatedAt,
    string? ExpiresAt
)
{
    public static IssuedKeyAnswer Of(IssuedKey key, ApiKey secret) =>
        new(key.Id, key.Name, key.Scope.Name(), key.Displayed, secret.Reveal(), key.CreatedAt.ToString(), key.ExpiresAt?.ToString());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<IssuedKeyAnswer>))]
[JsonSerializable(typeof(Answer<KeyAnswer>))]
[JsonSerializable(typeof(ListAnswer<KeyAnswer>))]
internal sealed partial class AuthJson : JsonSerializerContext;
