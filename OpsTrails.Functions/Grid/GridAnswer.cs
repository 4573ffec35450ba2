using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Incidents.Rows;

namespace OpsTrails.Functions.Grid;

internal sealed record GridAnswer(
    string At,
    [property: Description("Whether last24h counts every event of the 24 hours.")] bool CountComplete,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("True while cells are derived again after a change of the meanings of types; otherwise absent.")]
        bool? Recomputing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("At a past moment: only incidents and freezes that began since then are given.")]
        string? IncidentsFrom,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("Freezes and maintenance, active ones and those of the next 30 days; absent when there are none.")]
        IReadOnlyList<FreezeAnswer>? Freezes,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("How much is archived; absent when nothing is. It is left out without `archived=include`.")]
        ArchivedCountAnswer? ArchivedCount,
    IReadOnlyList<GridColumnAnswer> Columns,
    IReadOnlyList<GridRowAnswer> Rows
)
{
    public static GridAnswer Of(GridAt grid, OpenAtMoment open, OrganizationNames names)
    {
        var incidents = GridIncidentAnswer.ByCell(open, names);
        var shown = grid.Columns.Select(column => column.Subject).ToHashSet();
        var freezes = open
            .Freezes.Where(freeze =>
                grid.Archived.SubjectAt(names.Subject(freeze.Subject)) is null || shown.Contains(names.Subject(freeze.Subject))
            )
            .ToList();
        return new(
            grid.At.ToString(),
            grid.IsCountComplete,
            grid.IsRecomputing || open.IsRecomputing ? true : null,
            open.From?.ToString(),
            freezes.Count == 0 ? null : freezes.ConvertAll(freeze => FreezeAnswer.Of(freeze, open.At, names)),
            grid.Archived.Any ? new ArchivedCountAnswer(grid.Archived.Subjects.Count, grid.Archived.Sources.Count) : null,
            [.. grid.Columns.Select(column => GridColumnAnswer.Of(column, grid.Archived))],
            [.. grid.Rows.Select(row => GridRowAnswer.Of(row, grid.Archived, incidents))]
        );
    }
}

internal sealed record GridColumnAnswer(
    [property: Description("Null for events without an environment.")] string? Subject,
    [property: Description("The ladder of the environment; null when it is on none.")] string? Ladder,
    int? Position,
    [property: Description("The next environment on the ladder.")] string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("When it was archived; absent when it isn't.")]
        string? ArchivedAt
)
{
    public static GridColumnAnswer Of(GridColumn column, ArchivedCells archived) =>
        new(column.Subject, column.Ladder, column.Position, column.Next, archived.SubjectAt(column.Subject)?.ToString());
}

internal sealed record GridRowAnswer(
    string Source,
    IReadOnlyList<GridCellAnswer> Cells,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("When it was archived; absent when it isn't.")]
        string? ArchivedAt
)
{
    public static GridRowAnswer Of(GridRow row, ArchivedCells archived, ILookup<CellName, GridIncidentAnswer> incidents) =>
        new(row.Source, [.. row.Cells.Select(cell => GridCellAnswer.Of(cell, incidents))], archived.SourceAt(row.Source)?.ToString());
}

internal sealed record ArchivedCountAnswer(int Subjects, int Sources);

internal sealed record GridCellAnswer(
    string? Subject,
    string? Version,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("False when too few events are kept to know the version; otherwise absent.")]
        bool? VersionKnown,
    EventReferenceAnswer? VersionEvent,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("After a rollback that names no version: the event whose version it restored.")]
        EventReferenceAnswer? Restored,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("True when a rollback set the version; otherwise absent.")]
        bool? RolledBack,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("A deployment or rollback that started and has neither ended nor run for 24 hours.")]
        AttemptAnswer? InProgress,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("The newest failed attempt since the version was set.")]
        AttemptAnswer? Failed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("The open incidents, newest first; absent when there are none.")]
        IReadOnlyList<GridIncidentAnswer>? Incidents,
    LastEventAnswer? LastEvent,
    string FirstSeen,
    long Last24h
)
{
    public static GridCellAnswer Of(GridCell cell, ILookup<CellName, GridIncidentAnswer> incidents)
    {
        var (story, last24Hours) = cell;
        var open = incidents[new CellName(story.Subject, story.Source)].ToList();
        return new GridCellAnswer(
            story.Subject,
            story.Version?.Version,
            story.KnowsVersion ? null : false,
            EventReferenceAnswer.Of(story.Version?.Event),
            EventReferenceAnswer.Of(story.Version?.Restored),
            story.Version is { IsRolledBack: true } ? true : null,
            AttemptAnswer.Of(story.Runs.InProgress),
            AttemptAnswer.Of(story.Runs.Failed),
            open.Count == 0 ? null : open,
            LastEventAnswer.Of(story.Last),
            story.FirstSeen.ToString(),
            last24Hours
        );
    }
}

internal sealed record EventReferenceAnswer(string Id, string Time, string Type)
{
    [return: NotNullIfNotNull(nameof(e))]
    public static EventReferenceAnswer? Of(CellEvent? e) => e is null ? null : new(e.Id, e.Time.ToString(), e.Type);
}

internal sealed record AttemptAnswer(
    [property: Description("The kind of the event: deployment, release, migration, rollback or other.")] string Kind,
    string? Version,
    string Id,
    string Time,
    string Type
)
{
    [return: NotNullIfNotNull(nameof(attempt))]
    public static AttemptAnswer? Of(Mover? attempt) =>
        attempt is null
            ? null
            : new(
                EventKindNames.Of(attempt.Meaning.Kind),
                attempt.Version,
                attempt.Event.Id,
                attempt.Event.Time.ToString(),
                attempt.Event.Type
            );
}

internal sealed record LastEventAnswer(string Id, string Time, string Type, string? Severity, string? Version)
{
    public static LastEventAnswer? Of(CellEvent? e) => e is null ? null : new(e.Id, e.Time.ToString(), e.Type, e.Severity, e.Version);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Answer<GridAnswer>))]
[JsonSerializable(typeof(Answer<DiffAnswer>))]
[JsonSerializable(typeof(StreamedCellAnswer))]
internal sealed partial class GridJson : JsonSerializerContext;
