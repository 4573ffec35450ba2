using System.Text.Encodings.Web;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Grid;

namespace OpsTrails.Functions.Mcp;

/// <summary>Compares the versions of two environments.</summary>
internal sealed class CompareEnvironments(EnvironmentDiffs diffs, SkippedStages stages, TimeProvider clock)
    : AssistantTool(
        new ToolTexts(
            "compare_environments",
            "Compare environments",
            "Lists sources with different versions in two environments (or in one at two times), with the events that prove it. "
                + "NAME means now, NAME@-2d or NAME@2026-01-31T12:00:00Z then. state is as seen in from: ahead, behind, onlyHere, "
                + "onlyThere or unknown. since lists versions that reached to without from, replaced ones too.",
            """
            {"from_environment":{"type":"string","description":"subject, e.g. STAGING"},
            "to_environment":{"type":"string","description":"subject, e.g. PRODUCTION@-1d"},
            "since":{"type":"string","description":"-30d or ISO 8601"},
            "timezone":{"type":"string","description":"IANA name, for times without offset"}}
            """,
            """{"type":"object","properties":{"from_at":{"type":"string"},"to_at":{"type":"string"},"different":"""
                + """{"type":"integer"},"same_versions":{"type":"array"},"skipped":"""
                + """{"type":"array","description":"source version time ref"},"columns":{"type":"string"},"rows":{"type":"array"}}"""
                + ""","required":["from_at","to_at","different"]}""",
            """list_event_subjects {}, then compare_environments with two of its names as from_environment and to_environment"""
        )
        {
            Required = ["from_environment", "to_environment"],
        }
    )
{
    private const int NamesShown = 50;
    private const string Since = "since";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        var errors = new ValidationErrors();
        var queryErrors = new ValidationErrors();
        var since = ReadSince(call, errors);
        var query = DiffQuery.Parse(
            call.ToParameters()
                .Where(parameter => parameter.Name != Since)
                .Select(parameter => (parameter.Name.Replace("_environment", "", StringComparison.Ordinal), parameter.Values)),
            WholeSecond.After(clock.GetUtcNow()),
            queryErrors
        );
        if (query is not null)
            await diffs.CheckGroupsAsync(call.Caller.Organization, query, queryErrors, cancel);
        foreach (var error in queryErrors.All)
            errors.Add(error.Field is "from" or "to" ? error.Field + "_environment" : error.Field, error.Message);
        if (query is null || errors.Any)
            return Refuse(errors);

        var result = await diffs.CompareAsync(call.Caller.Organization, query, cancel);
        query = result.Query;
        if (Missing(query, result.Subjects) is { } missing)
            return missing;
        return Give(
            AnswerOf(
                query,
                result.Sources,
                since is null ? null : await stages.FindAsync(call.Caller.Organization, query, since.Value, cancel)
            )
        );
    }

    private Timestamp? ReadSince(ToolCall call, ValidationErrors errors)
    {
        if (call.Text(Since) is not { } text)
            return null;
        var zone = call.Text("timezone") is { } name && LocalTime.TryFindZone(name, out var found) ? found : null;
        if (TimeExpression.TryParse(text, WholeSecond.After(clock.GetUtcNow()), zone, isEnd: false, out var since, out var reason))
            return since;
        errors.Add(Since, reason);
        return null;
    }

    /// <summary>Names of environments come from recorded events, so the answer marks them as data.</summary>
    private static CallToolResult? Missing(DiffQuery query, IReadOnlyList<string?> subjects)
    {
        (string Argument, EnvironmentAt Side)[] sides = [("from_environment", query.From), ("to_environment", query.To)];
        if (sides.All(side => subjects.Contains(side.Side.Subject)))
            return null;

        var named = subjects.OfType<string>().ToList();
        var answer = new CompactAnswer();
        var better = new List<string>();
        foreach (var (argument, side) in sides)
        {
            var asked = side.Subject ?? "";
            var near = named.Contains(asked) ? [asked] : NearestNames.Find(asked, named);
            if (!subjects.Contains(side.Subject))
                answer
                    .Say(
                        argument,
                        $"Unknown environment {ValidationErrors.Quote(FreeText.Clean(asked))}."
                            + (near.Count > 0 ? " See the nearest names below." : "")
                            + (side.NoTime is null ? "" : $" The part after @ is not a time: {side.NoTime}.")
                    )
                    .Recorded("nearest_to_" + argument, near);
            better.Add(near.Concat(named).FirstOrDefault(name => !better.Contains(name)) ?? asked);
        }
        if (named.Count > 1)
            answer.Recorded(
                "a_call_that_works",
                "compare_environments "
                    + $"{JsonSerializer.Serialize(new { from_environment = better[0], to_environment = better[1] }, Readable)}"
            );
        else
            answer.Say("recorded", "fewer than two environments so far");
        return Refuse(answer.Recorded("subjects", [.. named.Take(NamesShown)]).ToText());
    }

    private static CompactAnswer AnswerOf(DiffQuery query, IReadOnlyList<SourceDiff> sources, SkippedStagesResult? skipped)
    {
        var different = sources.Where(source => source.Relation != DiffRelation.Same).ToList();
        var table = new CompactTable(["source", "state", "from_version", "to_version", "from_ref", "to_ref", "note"]);
        var shown = different.TakeWhile(source => table.TryAdd("", RowOf(source))).Count();
        var answer = new CompactAnswer()
            .Say("from_at", ZonedTime.Second(query.From.At))
            .Say("to_at", ZonedTime.Second(query.To.At))
            .Say("different", different.Count);
        if (shown < different.Count)
            answer.Say("more", $"{shown} of {different.Count} shown; get_grid with a source shows the others");
        var same = sources.Where(source => source.Relation == DiffRelation.Same).ToList();
        answer.Say("same_count", same.Count);
        answer.Recorded("from_environment", query.From.Subject).Recorded("to_environment", query.To.Subject);
        answer.Recorded(
            "same_versions",
            [.. same.Take(NamesShown).Select(source => $"{source.Source} {source.From?.Version ?? "(none)"}")]
        );
        if (skipped is not null)
            AddSkipped(answer, skipped);
        return shown > 0 ? answer.Recorded(table) : answer;
    }

    private static void AddSkipped(CompactAnswer answer, SkippedStagesResult skipped)
    {
        answer.Say("skipped_count", skipped.Arrivals.Count);
        if (!skipped.IsWhole)
            answer.Say(
                "skipped_note",
                "too many events to read: some of these may have been in from earlier, and more may have skipped it; send a later since"
            );
        answer.Recorded(
            "skipped",
            [
                .. skipped
                    .Arrivals.Take(NamesShown)
                    .Select(e =>
                        $"{FreeText.Clean(e.Source)} {FreeText.Clean(e.Version!)} {ZonedTime.Second(e.Time)} {EventRef.Of(e.Id).Digits}"
                    ),
            ]
        );
    }

    private static IReadOnlyList<object?> RowOf(SourceDiff source) =>
        [
            FreeText.Clean(source.Source),
            NameOf(source.Relation),
            Clean(source.From?.Version),
            Clean(source.To?.Version),
            source.From is { } from ? EventRef.Of(from.Event.Id).Digits : null,
            source.To is { } to ? EventRef.Of(to.Event.Id).Digits : null,
            string.Join("; ", source.Findings.Select(Describe).OfType<string>()) is { Length: > 0 } note ? note : null,
        ];

    private static string? Describe(DiffFinding finding) =>
        finding.Kind switch
        {
            DiffFindingKind.FromRolledBack => "from: rolled back" + Refs(finding),
            DiffFindingKind.ToRolledBack => "to: rolled back" + Refs(finding),
            DiffFindingKind.ReachedWithoutStage => "reached to without from" + Refs(finding),
            DiffFindingKind.AheadOfStage => "ahead of its stage: the next release would be a downgrade",
            _ => null,
        };

    private static string Refs(DiffFinding finding) =>
        finding.Events.Count == 0 ? "" : $" ({string.Join(' ', finding.Events.Select(placed => EventRef.Of(placed.Event.Id).Digits))})";

    private static string NameOf(DiffRelation relation) =>
        relation switch
        {
            DiffRelation.Ahead => "ahead",
            DiffRelation.Behind => "behind",
            DiffRelation.OnlyHere => "onlyHere",
            DiffRelation.OnlyThere => "onlyThere",
            _ => "unknown",
        };

    private static string? Clean(string? text) => text is null ? null : FreeText.Clean(text);
}
