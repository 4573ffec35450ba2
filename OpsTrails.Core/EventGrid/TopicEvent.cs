using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.EventGrid;

/// <summary>
/// An event as a subscriber of the topic receives it: a CloudEvent in JSON with its organization. Null members are left out, because null
/// is not a value in CloudEvents. The source is written as a URI reference. All other JSON is copied as sent, including the digits of
/// numbers.
/// </summary>
public static class TopicEvent
{
    private const string Organization = "organization";
    private const string Source = "source";

    /// <summary>A member of API responses that is not a CloudEvents attribute.</summary>
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
            if (name == Source)
            {
                writer.WriteString(Source, UriReference.Of(e.Source));
                continue;
            }
            writer.WritePropertyName(name);
            writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
        writer.WriteString(Organization, organization.Value);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
