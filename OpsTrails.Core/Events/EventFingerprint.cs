using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>
/// Tells whether two events that share source and id have the same content: SHA-256 of what was sent, after defaults, without
/// <c>time</c>, the order of members ignored, numbers compared by their digits.
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

    /// <summary>A string by its characters, however they were escaped; anything else by its text.</summary>
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
