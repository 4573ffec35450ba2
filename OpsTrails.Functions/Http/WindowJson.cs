using System.ComponentModel;
using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Functions.Http;

internal static class WindowJson
{
    /// <summary>The window as it was resolved, in UTC; null where it has no end.</summary>
    public static void Write(Utf8JsonWriter writer, TimeWindow window, string name = "window")
    {
        writer.WriteStartObject(name);
        writer.WriteString("from", window.From is { } from ? Instant.Format(from) : null);
        writer.WriteString("to", window.To is { } to ? Instant.Format(to) : null);
        writer.WriteEndObject();
    }
}

[Description("The window as it was resolved, in UTC; null where it has no end.")]
internal sealed record WindowShape(string? From, string? To);
