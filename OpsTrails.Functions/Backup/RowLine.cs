using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Backup;

/// <summary>A row of any table in JSON. Bytes are written as <c>utf8</c> if they are valid UTF-8, otherwise as <c>base64</c>.</summary>
internal static class RowLine
{
    public static void Write(Utf8JsonWriter writer, string table, Row row)
    {
        writer.WriteStartObject();
        writer.WriteString("table", table);
        writer.WriteString("partition", row.Key.Partition);
        writer.WriteString("row", row.Key.Row);
        writer.WriteStartObject("properties");
        foreach (var (name, value) in row.Properties)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static (string Table, Row Row) Read(JsonElement data)
    {
        var row = new Row(ReadText(data, "partition"), ReadText(data, "row"));
        foreach (var property in data.GetProperty("properties").EnumerateObject())
            row[property.Name] = ReadValue(property.Value);
        return (ReadText(data, "table"), row);
    }

    private static string ReadText(JsonElement data, string name) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"its row has no text \"{name}\"");

    private static void WriteValue(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case string text:
                writer.WriteStringValue(text);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case byte[] bytes:
                writer.WriteStartObject();
                if (Utf8.IsValid(bytes))
                    writer.WriteString("utf8", bytes);
                else
                    writer.WriteBase64String("base64", bytes);
                writer.WriteEndObject();
                break;
        }
    }

    private static object ReadValue(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when value.TryGetInt64(out var number) => number,
            JsonValueKind.Object when value.TryGetProperty("utf8", out var text) && text.ValueKind == JsonValueKind.String =>
                Encoding.UTF8.GetBytes(text.GetString()!),
            JsonValueKind.Object when value.TryGetProperty("base64", out var text) && text.ValueKind == JsonValueKind.String =>
                text.GetBytesFromBase64(),
            _ => throw new FormatException("a property is neither a text, a whole number nor bytes"),
        };
}
