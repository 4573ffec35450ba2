using System.Text.Json;
using System.Text.Json.Serialization;
using OpsTrails.Core.Events;

namespace OpsTrails.Functions.Http;

/// <summary>An event inside an answer. Its JSON was written when the event was recorded and is copied unchanged.</summary>
[JsonConverter(typeof(Converter))]
internal readonly record struct StoredEvent(ReadOnlyMemory<byte> Json)
{
    public static StoredEvent Of(RecordedEvent e) => new(e.Json);

    public static IReadOnlyList<StoredEvent> ListOf(IReadOnlyList<RecordedEvent> events) => [.. events.Select(Of)];

    internal sealed class Converter : JsonConverter<StoredEvent>
    {
        public override StoredEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, StoredEvent value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Json.Span, skipInputValidation: true);
    }
}
