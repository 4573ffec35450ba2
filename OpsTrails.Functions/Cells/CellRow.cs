using System.Text.Json;
using System.Text.Json.Serialization;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Cells;

internal static class CellRow
{
    public static RowKey Key(OrganizationId organization, string? subject, string source) =>
        new(organization.Value, KeyText.Join(KeyText.Part(subject), KeyText.Part(source)));

    public static Row Write(RowKey key, Cell cell)
    {
        return new Row(key)
        {
            ["Source"] = cell.Source,
            ["FirstSeen"] = cell.FirstSeen.Ticks,
            ["LastSeen"] = cell.Latest[0].Time.Ticks,
            ["Recorded"] = cell.Recorded?.Ticks,
            ["Types"] = cell.Types,
            ["IsCut"] = cell.IsCut ? 1L : null,
            ["Movers"] = JsonSerializer.SerializeToUtf8Bytes(cell.Movers, CellJson.Default.IReadOnlyListCellEvent),
            ["Ahead"] =
                cell.Ahead.Count == 0 ? null : JsonSerializer.SerializeToUtf8Bytes(cell.Ahead, CellJson.Default.IReadOnlyListCellEvent),
            ["Latest"] = JsonSerializer.SerializeToUtf8Bytes(cell.Latest, CellJson.Default.IReadOnlyListCellEvent),
            ["Subject"] = cell.Subject,
        };
    }

    public static Cell Read(Row row) =>
        new()
        {
            Subject = row.Text("Subject"),
            Source = row.RequiredText("Source"),
            FirstSeen = row.RequiredTime("FirstSeen"),
            Movers = ReadEvents(row, "Movers"),
            Ahead = ReadEvents(row, "Ahead"),
            Latest = ReadEvents(row, "Latest"),
            Types = row.Text("Types"),
            IsCut = row.Number("IsCut") is 1,
            Recorded = row.Time("Recorded"),
        };

    private static IReadOnlyList<CellEvent> ReadEvents(Row row, string name) =>
        row.Bytes(name) is { } json ? JsonSerializer.Deserialize(json, CellJson.Default.IReadOnlyListCellEvent) ?? [] : [];
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TicksConverter)]
)]
[JsonSerializable(typeof(IReadOnlyList<CellEvent>))]
internal sealed partial class CellJson : JsonSerializerContext;
