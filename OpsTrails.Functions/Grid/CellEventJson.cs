using System.Text.Json;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Grid;

/// <summary>Events as cells keep them, in an answer: enough to show them and to ask for the rest by id.</summary>
internal static class CellEventJson
{
    public static void WriteColumn(Utf8JsonWriter writer, GridColumn column)
    {
        writer.WriteStartObject();
        writer.WriteString("subject", column.Subject);
        writer.WriteString("ladder", column.Ladder);
        if (column.Position is { } position)
            writer.WriteNumber("position", position);
        else
            writer.WriteNull("position");
        writer.WriteString("next", column.Next);
        writer.WriteEndObject();
    }

    /// <summary>Id, time and type.</summary>
    public static void Write(Utf8JsonWriter writer, string name, CellEvent? e) => Write(writer, name, e, isWhole: false);

    /// <summary>That, and severity and version.</summary>
    public static void WriteWhole(Utf8JsonWriter writer, string name, CellEvent? e) => Write(writer, name, e, isWhole: true);

    public static void WritePlaced(Utf8JsonWriter writer, PlacedEvent placed)
    {
        writer.WriteStartObject();
        writer.WriteString("subject", placed.Subject);
        WriteMembers(writer, placed.Event);
        writer.WriteString("version", placed.Event.Version);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, CellEvent? e, bool isWhole)
    {
        if (e is null)
        {
            writer.WriteNull(name);
            return;
        }
        writer.WriteStartObject(name);
        WriteMembers(writer, e);
        if (isWhole)
        {
            writer.WriteString("severity", e.Severity);
            writer.WriteString("version", e.Version);
        }
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, CellEvent e)
    {
        writer.WriteString("id", e.Id);
        writer.WriteString("time", Instant.Format(e.Time));
        writer.WriteString("type", e.Type);
    }
}
