using ModelContextProtocol.Protocol;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Grid;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Mcp;

/// <summary>Returns the grid, a row for each cell.</summary>
internal sealed class GetGridTool(GridReader grid, SettingsStore settings, ExistingNames existing, TimeProvider clock)
    : AssistantTool(
        new ToolTexts(
            "get_grid",
            "Get the grid",
            "Shows what runs where, now or at any past time. For each source and subject: its version, the event that set it, "
                + "a note on rollbacks and attempts, the number of events in the 24 hours before, and the last event if it is a later one.",
            """
            {"at":{"type":"string","description":"now, -2h or ISO 8601; default now"},
            "subject":{"type":"string","description":"only this environment"},
            "source":{"type":"string","description":"only this system"},
            "archived":{"enum":["include"]},
            "timezone":{"type":"string","description":"IANA name, for times without offset"}}
            """,
            """{"type":"object","properties":{"at":{"type":"string"},"cells":{"type":"integer"},"same":{"type":"object"}"""
                + ""","columns":{"type":"string"},"rows":{"type":"array"}},"required":["at","cells"]}""",
            """get_grid {"at":"-1d"}"""
        )
    )
{
    private const string Unknown = "(unknown)";

    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        var errors = new ValidationErrors();
        var parameters = call.ToParameters().Where(parameter => parameter.Name is "at" or "timezone" or ArchivedParameter.Name);
        if (GridQuery.Parse(parameters, WholeSecond.After(clock.GetUtcNow()), errors) is not { } query)
            return Refuse(errors);

        var organization = call.Caller.Organization;
        var own = await settings.GetAsync(organization, cancel);
        var read = await grid.ReadAsync(organization, query, own, cancel);
        var cells = read
            .Rows.SelectMany(row => row.Cells)
            .Where(cell =>
                (call.Text("subject") is not { } subject || own.Names.SubjectsOf(subject).Contains(cell.Story.Subject))
                && (call.Text("source") is not { } source || own.Names.Source(source) == cell.Story.Source)
            )
            .ToList();
        var table = new CompactTable([
            "source",
            "subject",
            "version",
            "type",
            "ref",
            "time",
            "note",
            "last_24h",
            "later_type",
            "later_ref",
            "later_time",
        ]);
        foreach (var cell in cells.TakeWhile(cell => table.TryAdd("", RowOf(cell)))) { }

        var answer = new CompactAnswer().Say("at", ZonedTime.Utc(read.At)).Say("cells", cells.Count);
        if (call.Text("timezone") is { } zone)
            answer.Say("at_local", ZonedTime.Local(read.At, TimeZoneInfo.FindSystemTimeZoneById(zone))).Say("timezone", zone);
        if (!read.IsCountComplete)
            answer.Say("counts", "there are too many events; last_24h counts only the newest");
        if (read.Archived.Any && !query.IncludesArchived)
            answer.Say("archived_hidden", $"{read.Archived.Subjects.Count} subjects, {read.Archived.Sources.Count} sources");
        if (table.Count < cells.Count)
            answer.Say("more", $"{table.Count} of {cells.Count} cells shown; ask with subject or source for the others");
        if (table.Count > 0)
            return Give(answer.Recorded(table));
        await existing.AddAsync(answer, organization, call, cancel);
        return Give(answer);
    }

    private static IReadOnlyList<object?> RowOf(GridCell cell)
    {
        // The last event, unless it is the one that set the version.
        var (story, version) = (cell.Story, cell.Story.Version);
        var later = story.Last == version?.Event ? null : story.Last;
        return
        [
            FreeText.Clean(story.Source),
            Clean(story.Subject),
            story.KnowsVersion ? Clean(version?.Version) : Unknown,
            Clean(version?.Event.Type),
            version is null ? null : EventRef.Of(version.Event.Id).Digits,
            version is null ? null : ZonedTime.Second(version.Event.Time),
            NoteOf(story),
            cell.Last24Hours == 0 ? null : cell.Last24Hours,
            later is not null ? Clean(later.Type)
            : story.KnowsLast ? null
            : Unknown,
            later is null ? null : EventRef.Of(later.Id).Digits,
            later is null ? null : ZonedTime.Second(later.Time),
        ];
    }

    /// <summary>What is not in the version: that it was rolled back, and attempts that run or failed.</summary>
    private static string? NoteOf(CellState story)
    {
        var notes = new[]
        {
            story.Version is { IsRolledBack: true } ? "rolled back" : null,
            Describe("in progress", story.Runs.InProgress),
            Describe("failed", story.Runs.Failed),
        };
        return string.Join("; ", notes.OfType<string>()) is { Length: > 0 } note ? note : null;
    }

    private static string? Describe(string state, Mover? attempt) =>
        attempt is null ? null
        : attempt.Version is null ? $"{state} ({EventRef.Of(attempt.Event.Id).Digits})"
        : $"{state}: {FreeText.Clean(attempt.Version)} ({EventRef.Of(attempt.Event.Id).Digits})";

    private static string? Clean(string? text) => text is null ? null : FreeText.Clean(text);
}
