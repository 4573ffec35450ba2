using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Keys;
using OpsTrails.Functions.Events;

namespace OpsTrails.Functions.Keys;

/// <summary>Keys as the API tells them. The secret itself is there at creation and never again.</summary>
internal static class KeyAnswers
{
    public static Task WriteAsync(HttpContext context, int status, IssuedKey key, ApiKey? secret = null) =>
        WriteAsync(context, status, writer => Write(writer, key, secret));

    public static Task WriteListAsync(HttpContext context, IReadOnlyList<IssuedKey> keys) =>
        WriteAsync(context, StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartArray();
            foreach (var key in keys)
                Write(writer, key, null);
            writer.WriteEndArray();
        }, isList: true);

    private static Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> writeData, bool isList = false)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(body, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("success", true);
            writer.WritePropertyName("data");
            writeData(writer);
            if (isList)
                writer.WriteNull("nextCursor");
            writer.WriteEndObject();
        }
        return EventAnswers.WriteJsonAsync(context, status, body.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter writer, IssuedKey key, ApiKey? secret)
    {
        writer.WriteStartObject();
        writer.WriteString("id", key.Id);
        writer.WriteString("name", key.Name);
        writer.WriteString("scope", key.Scope.Name());
        writer.WriteString("prefix", key.Displayed);
        if (secret is not null)
            writer.WriteString("key", secret.Reveal());
        writer.WriteString("createdAt", EventJson.FormatTime(key.CreatedAt));
        WriteTime(writer, "expiresAt", key.ExpiresAt);
        if (secret is null)
        {
            writer.WriteString("creator", key.Creator);
            WriteTime(writer, "lastUsedAt", key.LastUsedAt);
            WriteTime(writer, "revokedAt", key.RevokedAt);
        }
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, long? ticks)
    {
        if (ticks is { } value)
            writer.WriteString(name, EventJson.FormatTime(value));
        else
            writer.WriteNull(name);
    }
}
