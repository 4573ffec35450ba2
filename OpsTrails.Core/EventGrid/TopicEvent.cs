using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.EventGrid;

/// <summary>
/// An event as a subscriber of the topic gets it: a CloudEvent in JSON, of which absent members are absent (in CloudEvents null is no value), and
/// which says the organization it belongs to. What was sent stays as it was written, numbers digit by digit.
/// </summary>
public static class TopicEvent
{
    private const string Organization = "organization";

    /// <summary>What an answer tells beyond the event itself; it is no CloudEvents attribute.</summary>
    private const string CreatedAt = "createdAt";

    /// <exception cref="JsonException">The event's JSON is broken.</exception>
    public static byte[] Write(RecordedEvent e, OrganizationId organization)
    {
        var json = e.Json.Span;
        var reader = new Utf8JsonReader(json);
        var buffer = new ArrayBufferWriter<byte>(json.Length + 64);
        using var writer = new Utf8JsonWriter(buffer, JsonText.WriterOptions);
        writer.WriteStartObject();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var (kind, start) = (reader.TokenType, (int)reader.TokenStartIndex);
            reader.Skip();
            if (kind == JsonTokenType.Null || name is CreatedAt or Organization)
                continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
        writer.WriteString(Organization, organization.Value);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
