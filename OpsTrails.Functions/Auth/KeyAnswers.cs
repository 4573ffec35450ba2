using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Auth;

/// <summary>Keys as the API tells them. The secret itself is there at creation and never again.</summary>
internal static class KeyAnswers
{
    public static Task WriteAsync(HttpContext context, int status, IssuedKey key, ApiKey? secret = null) =>
        context.WriteDataAsync(writer => Write(writer, key, secret), status: status);

    public static Task WriteListAsync(HttpContext context, IReadOnlyList<IssuedKey> keys) =>
        context.WriteListAsync(keys, (writer, key) => Write(writer, key, null));

    private static void Write(Utf8JsonWriter writer, IssuedKey key, ApiKey? secret)
    {
        writer.WriteStartObject();
        writer.WriteString("id", key.Id);
        writer.WriteString("name", key.Name);
        writer.WriteString("scope", key.Scope.Name());
        writer.WriteString("prefix", key.Displayed);
        if (secret is not null)
            writer.WriteString("key", secret.Reveal());
        writer.WriteString("createdAt", Instant.Format(key.CreatedAt));
        writer.WriteTime("expiresAt", key.ExpiresAt);
        if (secret is null)
        {
            writer.WriteString("creator", key.Creator);
            writer.WriteTime("lastUsedAt", key.LastUsedAt);
            writer.WriteTime("revokedAt", key.RevokedAt);
            writer.WriteNumber("mcpCalls", key.McpCalls);
        }
        writer.WriteEndObject();
    }
}
