using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Mcp;

/// <summary>Recorded JSON with cleaned texts and names. Numbers keep their digits.</summary>
public static class CleanJson
{
    public static ReadOnlyMemory<byte> Of(JsonElement value)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(body, JsonText.WriterOptions))
            Write(writer, value);
        return body.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var member in value.EnumerateObject())
                {
                    // Names that differ only in invisible characters would become duplicates.
                    var name = FreeText.Clean(member.Name);
                    while (!names.Add(name))
                        name += "'";
                    writer.WritePropertyName(name);
                    Write(writer, member.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(FreeText.Clean(value.GetString()!));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
