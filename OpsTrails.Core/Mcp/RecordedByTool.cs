using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Mcp;

/// <summary>Converts the arguments of <c>record_event</c> to the body of the same POST.</summary>
public static class RecordedByTool
{
    private static readonly string[] Members = ["type", "source", "id", "subject", "severity", "version"];

    /// <returns>The event as JSON.</returns>
    public static ReadOnlyMemory<byte> Event(Func<string, JsonElement?> argument, ValidationErrors errors)
    {
        var (data, description) = (argument("data"), argument("description"));
        if (description is not null && data is { } both && both.TryGetProperty("description", out _))
            errors.Add("description", "is in data as well. Send it once");

        var body = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(body, JsonText.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("specversion", EventRules.SpecVersion);
        foreach (var member in Members)
        {
            if (argument(member) is { } value)
                Write(writer, member, value);
        }
        if (argument("time") is { } time)
            Write(writer, "time", time);
        else
            writer.WriteString("time", "NOW");
        if (data is not null || description is not null)
            WriteData(writer, data, description);
        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenMemory;
    }

    private static void WriteData(Utf8JsonWriter writer, JsonElement? data, JsonElement? description)
    {
        writer.WriteStartObject("data");
        if (description is { } text)
            Write(writer, "description", text);
        if (data is { } members)
        {
            foreach (var member in members.EnumerateObject())
                Write(writer, member.Name, member.Value);
        }
        writer.WriteEndObject();
    }

    /// <summary>Copies the value unchanged. The event parser reports its errors.</summary>
    private static void Write(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
    }
}
