using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>
/// Detects whether two events with the same source and id have the same content. It is the SHA-256 of the event as sent, after defaults and
/// without <c>time</c>. The order of members is ignored; numbers are compared by their digits. What only differs between the modes in which
/// an event is sent makes no difference: Boolean and Integer extensions are text in a header, and the charset of JSON is always UTF-8.
/// </summary>
public static class EventFingerprint
{
    public static string Of(EventDraft draft, JsonElement? data) =>
        Hash(draft, data, JsonMediaType.Normalize(draft.DataContentType), WriteAsText);

    /// <summary>
    /// The fingerprint of earlier versions, which compared the content type and the type of extensions as sent. Stored records have it.
    /// </summary>
    /// <returns>Null if it is the same as <see cref="Of"/>.</returns>
    public static string? FormerOf(EventDraft draft, JsonElement? data) =>
        draft.Extensions.All(IsText) && JsonMediaType.Normalize(draft.DataContentType) == draft.DataContentType
            ? null
            : Hash(draft, data, draft.DataContentType, WriteAsSent);

    private static string Hash(EventDraft draft, JsonElement? data, string contentType, Action<Utf8JsonWriter, EventExtension> writeValue)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartArray();
        foreach (
            var member in (string?[])
                [draft.Id, draft.Source, draft.Type, draft.Subject, draft.Severity, draft.Version, contentType, draft.DataSchema]
        )
            writer.WriteStringValue(member);
        if (data is { } sent)
            JsonText.WriteSorted(writer, sent);
        else
            writer.WriteNullValue();
        foreach (var extension in draft.Extensions.OrderBy(extension => extension.Name, StringComparer.Ordinal))
        {
            writer.WriteStringValue(extension.Name);
            writeValue(writer, extension);
        }
        writer.WriteEndArray();
        writer.Flush();
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    private static bool IsText(EventExtension extension) => extension.Json.Span[0] == '"';

    /// <summary>Writes the canonical string representation (CloudEvents 1.0.2 §1.4).</summary>
    private static void WriteAsText(Utf8JsonWriter writer, EventExtension extension)
    {
        var reader = new Utf8JsonReader(extension.Json.Span);
        reader.Read();
        writer.WriteStringValue(
            reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => reader.GetInt32().ToString(CultureInfo.InvariantCulture),
                JsonTokenType.True => "true",
                _ => "false",
            }
        );
    }

    private static void WriteAsSent(Utf8JsonWriter writer, EventExtension extension)
    {
        if (IsText(extension))
            WriteAsText(writer, extension);
        else
            writer.WriteRawValue(extension.Json.Span, skipInputValidation: true);
    }
}
