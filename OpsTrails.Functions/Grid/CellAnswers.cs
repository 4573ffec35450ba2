using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Grid;

/// <summary>Answers one cell as the grid does, for streams.</summary>
internal sealed class CellAnswers(
    ITableStore store,
    CellHistory history,
    DayCounts counts,
    IncidentsAtMoment open,
    SettingsStore settings,
    TimeProvider clock
)
{
    /// <returns>JSON on one line. Null when the cell has no event yet up to now.</returns>
    public async Task<ReadOnlyMemory<byte>?> WriteAsync(OrganizationId organization, CellName name, CancellationToken cancel)
    {
        var (at, own) = (Timestamp.From(clock.GetUtcNow()), await settings.GetAsync(organization, cancel));
        var names = own.Names.CellsOf(name).ToList();
        var rows = await Task.WhenAll(
            names.Select(sent => store.ReadAsync(Tables.Cells, CellRow.Key(organization, sent.Subject, sent.Source), cancel).AsTask())
        );
        var cells = rows.OfType<Row>().Select(row => CellRow.Read(row).Under(own.Names)).ToList();
        if (await history.TellAsync(organization, cells, at, own.Types, cancel) is not [var state])
            return null;

        var count = 0;
        foreach (var cell in cells)
            count += await counts.CountAsync(organization, cell.Sent, at, cancel);
        var incidents = GridIncidentAnswer.ByCell(await open.ReadAsync(organization, at, isPast: false, own, cancel), own.Names);
        var json = new ArrayBufferWriter<byte>(512);
        await using (var writer = new Utf8JsonWriter(json, JsonText.WriterOptions))
            JsonSerializer.Serialize(
                writer,
                new StreamedCellAnswer(state.Source, GridCellAnswer.Of(new GridCell(state, count), incidents)),
                GridJson.Default.StreamedCellAnswer
            );
        return json.WrittenMemory;
    }
}

internal sealed record StreamedCellAnswer(string Source, GridCellAnswer Cell);
