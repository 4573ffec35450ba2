using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Rows;

/// <summary>An event as a row: properties for filters, and the whole event as JSON in pieces of 64 KiB, the limit of a property.</summary>
internal static class EventRow
{
    private const string Json = "Json";
    private const string Yes = "yes";

    /// <summary>Selects events of the demo.</summary>
    public static PropertyFilter OfDemo { get; } = new("Demo", [Yes]);

    public static Row Write(RowKey key, RecordedEvent e)
    {
        var row = new Row(key)
        {
            ["Id"] = e.Id,
            ["Source"] = e.Source,
            ["Type"] = e.Type,
            ["Time"] = e.Time.Ticks,
            ["CreatedAt"] = e.CreatedAt.Ticks,
            ["Place"] = e.Place == 0 ? null : (long)e.Place,
            ["Hints"] = e.Hints.Text,
            ["Subject"] = e.Subject,
            ["Severity"] = e.Severity,
            ["Version"] = e.Version,
            ["Demo"] = e.IsDemo ? Yes : null,
        };
        row.SetPieces(Json, e.Json);
        return row;
    }

    /// <summary>The properties that <see cref="ReadMembers"/> needs.</summary>
    public static IReadOnlyList<string> Members { get; } =
    ["Id", "Source", "Type", "Subject", "Severity", "Version", "Time", "CreatedAt", "Place"];

    /// <summary>The properties that <see cref="ReadCellEvent"/> needs.</summary>
    public static IReadOnlyList<string> CellMembers { get; } = ["Id", "Type", "Time", "CreatedAt", "Place", "Version", "Severity", "Hints"];

    /// <summary>The part of an event that the grid needs, from its row in its cell.</summary>
    public static CellEvent ReadCellEvent(Row row) =>
        new(
            row.RequiredTime("Time"),
            row.RequiredTime("CreatedAt"),
            (int)(row.Number("Place") ?? 0),
            row.Key.Row[(row.Key.Row.LastIndexOf('~') + 1)..],
            row.RequiredText("Id"),
            row.RequiredText("Type"),
            row.Text("Version"),
            row.Text("Severity"),
            row.Text("Hints")
        );

    public static RecordedEvent Read(Row row) => Read(row, ReadJson(row));

    /// <summary>The event without its JSON, for counting and filtering.</summary>
    public static RecordedEvent ReadMembers(Row row) => Read(row, default);

    private static RecordedEvent Read(Row row, ReadOnlyMemory<byte> json) =>
        new()
        {
            Id = row.RequiredText("Id"),
            Source = row.RequiredText("Source"),
            Type = row.RequiredText("Type"),
            Subject = row.Text("Subject"),
            Severity = row.Text("Severity"),
            Version = row.Text("Version"),
            Time = row.RequiredTime("Time"),
            CreatedAt = row.RequiredTime("CreatedAt"),
            Place = (int)(row.Number("Place") ?? 0),
            Json = json,
        };

    private static ReadOnlyMemory<byte> ReadJson(Row row) =>
        row.Pieces(Json) ?? throw new InvalidDataException($"The row {row.Key} has no event.");
}
