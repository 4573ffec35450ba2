using ModelContextProtocol.Protocol;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Mcp;

/// <summary>Returns what an assistant must know before any other call.</summary>
internal sealed class GetOrganizationContext(
    ContextStore contexts,
    SettingsStore settings,
    SeenValues seen,
    EventPages pages,
    TimeProvider clock
)
    : AssistantTool(
        new ToolTexts(
            "get_organization_context",
            "Get organization context",
            "Call this first. Returns the team's business context, the meaning of fields, existing types, sources and subjects, "
                + "time zone, retention and limits.",
            "{}",
            """{"type":"object","properties":{"now":{"type":"string"},"timezone":{"type":"string"},"business_context":"""
                + """{"type":"string"},"fields":{"type":"array"},"types":{"type":"array"},"sources":{"type":"array"},"subjects":"""
                + """{"type":"array"}},"required":["now","timezone","fields"]}""",
            "get_organization_context {}"
        )
    )
{
    private const int NamesShown = 50;

    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        var organization = call.Caller.Organization;
        var (text, types, sources, subjects) = (
            contexts.ReadAsync(organization, cancel),
            seen.TypesAsync(organization, cancel),
            seen.SourcesAsync(organization, cancel),
            seen.SubjectsAsync(organization, cancel)
        );
        var newest = pages.FindNewestAsync(organization, cancel);
        var own = await settings.GetAsync(organization, cancel);
        await Task.WhenAll(text, types, sources, subjects, newest);

        var answer = new CompactAnswer()
            .Say("now", ZonedTime.Second(Timestamp.From(clock.GetUtcNow())))
            .Say("timezone", own.TimeZone)
            .Say(
                "business_hours",
                own.BusinessHours is { } hours
                    ? $"{string.Join(' ', hours.Days.Select(day => day.ToString()[..3]))} {hours.From:HH\\:mm}-{hours.To:HH\\:mm}"
                    : null
            )
            .Say(
                "retention",
                own.RetentionDays is { } days
                    ? $"events are deleted {days} days after their time; versions in the grid stay known"
                    : "events are kept forever"
            )
            .Say(
                "limits",
                $"pages of at most {EventQuery.MaxLimit} rows and 8 KB; summaries exact up to {100_000:N0} events; without from, "
                    + "the last 7 days"
            )
            .List("fields", FieldGuide.Fields)
            .List(
                "next",
                [
                    "query_events or get_event_summary for a time",
                    "what_changed_before when something broke",
                    "get_grid for what runs where",
                    "compare_environments for two environments",
                    "get_event for one ref",
                ]
            )
            .Say(
                "newest_event",
                (await newest) is { } e ? $"{EventRef.Of(e.Id).Digits} at {ZonedTime.Utc(e.Time)}" : "none: nothing has been recorded yet"
            )
            .Passage("business_context", (await text).Content, "administrators of this team")
            .Recorded("organization", own.Name.Length > 0 ? own.Name : null)
            .Recorded("ladders", LaddersOf(own, [.. (await subjects).Select(value => value.Value)]));
        AddNames(answer, "types", await types);
        AddNames(answer, "sources", await sources);
        AddNames(answer, "subjects", await subjects);
        AddAliases(answer, own.Names);
        answer.Recorded("look_alikes", LookAlikesOf(await subjects, await sources));
        return Give(answer);
    }

    private static void AddNames(CompactAnswer answer, string name, IReadOnlyList<SeenValue> values)
    {
        var shown = values.Where(value => value.ArchivedAt is null).ToList();
        answer.Say($"{name}_count", shown.Count);
        answer.Recorded(name, [.. shown.OrderByDescending(value => value.Last).Take(NamesShown).Select(value => value.Value)]);
    }

    /// <summary>Names that count as one, and groups of environments: both work as filter values.</summary>
    private static void AddAliases(CompactAnswer answer, OrganizationNames names)
    {
        IEnumerable<string> Lines(IReadOnlyDictionary<string, IReadOnlyList<string>> lists, string sign) =>
            lists.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}{sign}{string.Join(", ", pair.Value)}");

        answer.Recorded("aliases", [.. Lines(names.Subjects.Texts, " = ").Concat(Lines(names.Sources.Texts, " = ")).Take(NamesShown)]);
        answer.Recorded("subject_groups", [.. Lines(names.Groups, ": ").Take(NamesShown)]);
    }

    private static List<string> LookAlikesOf(params IReadOnlyList<SeenValue>[] fields) =>
        [
            .. fields
                .SelectMany(values =>
                    LookAlikes.Find(
                        values.Where(value => value.ArchivedAt is null).OrderByDescending(value => value.Cells).Select(value => value.Value)
                    )
                )
                .Take(NamesShown)
                .Select(names => string.Join(" = ", names)),
        ];

    private static List<string> LaddersOf(OrganizationSettings own, IReadOnlyList<string> subjects) =>
        [
            .. Ladders
                .Of(own.CanonicalLadders, subjects)
                .Where(column => column.Ladder is not null)
                .GroupBy(column => column.Ladder)
                .Select(ladder => string.Join(" > ", ladder.Select(column => column.Subject))),
        ];
}
