using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Events;

/// <summary>Writes an event as the API returns it: all twelve members, null if absent, then the extension attributes.</summary>
public static class EventJson
{
    public static byte[] Write(EventDraft draft, string id, Timestamp time, Timestamp createdAt)
    {
        var buffer = new ArrayBufferWriter<byte>(512 + (draft.Data?.Length ?? 0));
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("specversion", EventRules.SpecVersion);
        writer.WriteString("type", draft.Type);
        writer.WriteString("source", draft.Source);
        writer.WriteString("time", time.ToString());
        writer.WriteString("subject", draft.Subject);
        writer.WriteString("severity", draft.Severity);
        writer.WriteString("version", draft.Version);
        writer.WriteString("datacontenttype", draft.DataContentType);
        writer.WriteString("dataschema", draft.DataSchema);
        writer.WritePropertyName("data");
        if (draft.Data is { } data)
            writer.WriteRawValue(data.Span, skipInputValidation: true);
        else
            writer.WriteNullValue();
        writer.WriteString("createdAt", createdAt.ToString());
        foreach (var extension in draft.Extensions)
        {
            writer.WritePropertyName(extension.Name);
            writer.WriteRawValue(extension.Json.Span, skipInputValidation: true);
        }
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
