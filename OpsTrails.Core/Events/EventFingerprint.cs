using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>
/// Detects whether two events with the same source and id have the same content. It is the SHA-256 of the event as sent, after defaults and
/// without <c>time</c>. The order of members is ignored; numbers are compared by their digits.
/// </summary>
public static class EventFingerprint
{
    public static string Of(EventDraft draft, JsonElement? data)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartArray();
        foreach (
            var member in (string?[])
                [draft.Id, draft.Source, draft.Type, draft.Subject, draft.Severity, draft.Version, draft.DataContentType, draft.DataSchema]
        )
            writer.WriteStringValue(member);
        if (data is { } sent)
            JsonText.WriteSorted(writer, sent);
        else
            writer.WriteNullValue();
        foreach (var extension in draft.Extensions.OrderBy(extension => extension.Name, StringComparer.Ordinal))
        {
            writer.WriteStringValue(extension.Name);
            WriteScalar(writer, extension.Json.Span);
        }
        writer.WriteEndArray();
        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    /// <summary>Strings are compared by their characters, whether escaped or not. Other values are compared by their text.</summary>
    private static void WriteScalar(Utf8JsonWriter writer, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            writer.WriteStringValue(reader.GetString());
        else
            writer.WriteRawValue(json, skipInputValidation: true);
    }
}
