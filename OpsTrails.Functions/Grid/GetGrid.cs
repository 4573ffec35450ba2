using System.Text.Json;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Grid;

/// <summary><c>GET /api/v1/grid</c>: what runs where, now or at any moment of the past.</summary>
internal static class GetGrid
{
    public static async Task HandleAsync(HttpContext context, GridReader grid, SettingsStore settings, TimeProvider clock)
    {
        var faults = new ValidationErrors();
        var question = GridQuery.Parse(QueryParameters.Of(context.Request), clock.GetUtcNow(), faults);
        if (question is not { } asked)
        {
            await context.WriteErrorAsync(ApiError.Validation(faults.ToString()));
            return;
        }

        var organization = Caller.Of(context).Organization;
        var own = await settings.GetAsync(organization, context.RequestAborted);
        var read = await grid.ReadAsync(organization, asked.At, own.Ladders, context.RequestAborted);
        await context.WriteDataAsync(writer => Write(writer, read));
    }

    private static void Write(Utf8JsonWriter writer, GridAt grid)
    {
        writer.WriteStartObject();
        writer.WriteString("at", Instant.Format(grid.At));
        writer.WriteBoolean("countComplete", grid.IsCountComplete);
        writer.WriteStartArray("columns");
        foreach (var column in grid.Columns)
            CellEventJson.WriteColumn(writer, column);
        writer.WriteEndArray();
        writer.WriteStartArray("rows");
        foreach (var row in grid.Rows)
            WriteRow(writer, row);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter writer, GridRow row)
    {
        writer.WriteStartObject();
        writer.WriteString("source", row.Source);
        writer.WriteStartArray("cells");
        foreach (var (story, last24Hours) in row.Cells)
        {
            writer.WriteStartObject();
            writer.WriteString("subject", story.Cell.Subject);
            writer.WriteString("version", story.Version?.Version);
            if (!story.KnowsVersion)
                writer.WriteBoolean("versionKnown", false);
            CellEventJson.Write(writer, "versionEvent", story.Version?.Event);
            if (story.Version?.Restored is { } restored)
                CellEventJson.Write(writer, "restored", restored);
            CellEventJson.WriteWhole(writer, "lastEvent", story.Last);
            writer.WriteString("firstSeen", Instant.Format(story.Cell.FirstSeen));
            writer.WriteNumber("last24h", last24Hours);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
