using System.Text.Json;
using System.Text.Json.Serialization;
using OpsTrails.Core.Input;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Platform;

/// <summary>Instants in rows, which are stored as UTC ticks.</summary>
internal static class RowTimes
{
    public static Timestamp? Time(this Row row, string name) => row.Number(name) is { } ticks ? new Timestamp(ticks) : null;

    public static Timestamp RequiredTime(this Row row, string name) => new(row.RequiredNumber(name));
}

/// <summary>Instants in the JSON of rows. In answers they are texts.</summary>
internal sealed class TicksConverter : JsonConverter<Timestamp>
{
    public override Timestamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, Timestamp value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.Ticks);
}
