using ModelContextProtocol.Protocol;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Mcp;

/// <summary>Counts events of a time range, so that assistants don't count rows.</summary>
internal sealed class GetEventSummary(Summaries summaries, SettingsStore settings, ExistingNames existing, TimeProvider clock)
    : AssistantTool(
        new ToolTexts(
            "get_event_summary",
            "Summarize events",
            "Counts the events of a time range by type, severity, source, subject, and hour or day. Use it before paging through "
                + "many rows.",
            """
            {"from":{"type":"string","description":"-24h, -7d or ISO 8601"},
            "to":{"type":"string","description":"now, -1d or ISO 8601"},
            "timezone":{"type":"string","description":"IANA name; default the team's"}}
            """,
            """{"type":"object","properties":{"from":{"type":"string"},"to":{"type":"string"},"total":{"type":"integer"}"""
                + ""","complete":{"type":"boolean"},"by_type":{"type":"array"},"by_source":{"type":"array"},"by_subject":"""
                + """{"type":"array"},"per_hour":{"type":"array"},"per_day":{"type":"array"}},"required":"""
                + """["from","to","total","complete"]}""",
            """get_event_summary {"from":"-7d","to":"now"}"""
        )
        {
            Required = ["from", "to"],
        }
    )
{
    private const int ValuesShown = 20;
    private const int BucketsShown = 100;

    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        var organization = call.Caller.Organization;
        var own = await settings.GetAsync(organization, cancel);
        var zone = LocalTime.TryFindZone(own.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var errors = new ValidationErrors();
        if (SummaryQuery.Parse(call.ToParameters(), zone, WholeSecond.After(clock.GetUtcNow()), errors) is not { } query)
            return Refuse(errors);

        var summary = await summaries.CountAsync(organization, query, cancel);
        var answer = new CompactAnswer()
            .Say("from", ZonedTime.Utc(query.From))
            .Say("to", ZonedTime.Utc(query.To))
            .SayLocal(query.From, query.To, query.Buckets.Zone)
            .Say("total", summary.Counts.Total)
            .Say("complete", summary.IsComplete)
            .Say("counted_from", summary.IsComplete ? null : ZonedTime.Utc(summary.Counted.From!.Value));
        AddCounts(answer, "type", summary.Counts.ByType);
        AddCounts(answer, "severity", summary.Counts.BySeverity);
        AddCounts(answer, "source", summary.Counts.BySource);
        AddCounts(answer, "subject", summary.Counts.BySubject);
        AddBuckets(answer, summary);
        if (summary.Counts.Total == 0)
            await existing.AddAsync(answer, organization, call, cancel);
        return Give(answer);
    }

    private static void AddCounts(CompactAnswer answer, string field, ValueCounts counts)
    {
        answer.Recorded("by_" + field, [.. counts.Values.Take(ValuesShown).Select(value => (value.Value ?? "(none)", value.Count))]);
        if (counts.OtherCount + counts.Values.Skip(ValuesShown).Sum(value => value.Count) is > 0 and var others)
            answer.Say($"by_{field}_others", others);
    }

    /// <summary>Adds hours or days with events. Empty ones are left out.</summary>
    private static void AddBuckets(CompactAnswer answer, Summary summary)
    {
        var (size, zone) = (summary.Query.Size, summary.Query.Buckets.Zone);
        var filled = summary.Counts.InBucketsSince(summary.Counted.From!.Value).Where(bucket => bucket.Count > 0).ToList();
        answer.Recorded(
            size == BucketSize.Hour ? "per_hour" : "per_day",
            [.. filled.TakeLast(BucketsShown).Select(bucket => (Name(bucket.Start), bucket.Count))]
        );
        if (filled.Count > BucketsShown)
            answer.Say(
                "buckets_left_out",
                $"the earliest {filled.Count - BucketsShown} with events; ask for a shorter time range to see them"
            );

        string Name(Timestamp start) => ZonedTime.Local(start, zone)[..(size == BucketSize.Hour ? 16 : 10)];
    }
}
