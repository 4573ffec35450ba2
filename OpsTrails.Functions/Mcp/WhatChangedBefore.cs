using ModelContextProtocol.Protocol;
using OpsTrails.Core.Changes;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Changes;

namespace OpsTrails.Functions.Mcp;

/// <summary>Ranks the likely causes of an incident, with the points of each factor.</summary>
internal sealed class WhatChangedBefore(ChangesBefore changes, ExistingNames existing, TimeProvider clock)
    : AssistantTool(
        new ToolTexts(
            "what_changed_before",
            "What changed before this?",
            "Use this when something broke. Ranks the changes before a time or an event, most suspect first. score is percent. Each "
                + "further number is the points of a factor, with the maximum in its heading; - means not judged.",
            """
            {"time":{"type":"string","description":"start: now, -30m or ISO 8601; send this or event"},
            "event":{"type":"string","description":"ref or id, e.g. of an incident"},
            "window":{"type":"string","enum":["1h","2h","4h","6h","12h","24h","3d","7d"],"default":"2h"},
            "subject":{"type":"string","description":"affected environment"},
            "source":{"type":"string","description":"affected system"},
            "limit":{"type":"integer","minimum":1,"maximum":50,"default":10},
            "timezone":{"type":"string"}}
            """,
            """{"type":"object","properties":{"at":{"type":"string"},"total":{"type":"integer"},"complete":{"type":"boolean"}"""
                + ""","not_judged":{"type":"array"},"same":{"type":"object"},"columns":{"type":"string"},"rows":{"type":"array"}}"""
                + ""","required":["at","from","total","complete"]}""",
            """what_changed_before {"time":"now","window":"24h"}"""
        )
    )
{
    private static readonly string[] Columns =
    [
        "score",
        "minutes_before",
        "ref",
        "type",
        "source",
        "subject",
        "severity",
        "version",
        $"nearness/{ChangeFactors.MaxNearness}",
        $"place/{ChangeFactors.MaxPlace}",
        $"kind/{ChangeFactors.MaxKind}",
        $"severity/{ChangeFactors.MaxSeverity}",
        $"newVersion/{ChangeFactors.MaxNewVersion}",
        $"outsideBusinessHours/{ChangeFactors.MaxOutsideBusinessHours}",
        "description",
    ];

    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        var errors = new ValidationErrors();
        if (ChangesQuery.Parse(call.ToParameters(), WholeSecond.After(clock.GetUtcNow()), errors) is not { } query)
            return Refuse(errors);
        var organization = call.Caller.Organization;
        var (found, named) = await changes.FindAsync(organization, query, cancel);
        if (found is null)
        {
            // The reason contains recorded ids, so the answer marks it as data.
            return Refuse(
                new CompactAnswer()
                    .Say("event", "no event matches, or more than one")
                    .Recorded("reason", "event: " + named!.Problem)
                    .Say("example", Example)
                    .ToText()
            );
        }

        var (incident, ranked) = (found.Scope, found.Ranked);
        var table = new CompactTable(Columns);
        var shown = ranked.Changes.Take(found.Limit).TakeWhile(change => table.TryAdd("", RowOf(change))).Count();
        var answer = new CompactAnswer().Say("at", ZonedTime.Utc(incident.At)).Say("from", ZonedTime.Utc(incident.From));
        if (LocalTime.TryFindZone(found.TimeZone, out var zone))
            answer.SayLocal(incident.From, incident.At, zone);
        answer
            .Say("total", ranked.Changes.Count)
            .Say("not_changes", ranked.NotChanges == 0 ? null : ranked.NotChanges)
            .Say("complete", found.IsComplete);
        if (!found.IsComplete)
            answer.Say("known_since", ZonedTime.Utc(found.Since));
        if (shown < ranked.Changes.Count)
            answer.Say(
                "more",
                $"{shown} of {ranked.Changes.Count} shown; the others are less suspect, send limit up to {ChangesQuery.MaxLimit} "
                    + "or a shorter window"
            );
        answer.List("not_judged", [.. ranked.NotJudged.Select(factor => $"{factor.Name}: {factor.Why}")]);
        answer
            .Recorded("affected_subject", incident.Subject is { Length: > 0 } subject ? subject : null)
            .Recorded("affected_source", incident.Source);
        if (shown > 0)
            return Give(answer.Recorded(table));
        answer.Say("empty", "no change is recorded in this window; send a longer window");
        await existing.AddAsync(answer, organization, call, cancel);
        return Give(answer);
    }

    private static IReadOnlyList<object?> RowOf(RankedChange change)
    {
        var e = change.Event;
        return
        [
            change.Score,
            change.Before.Ticks / TimeSpan.TicksPerMinute,
            EventRef.Of(e).Digits,
            FreeText.Clean(e.Type),
            FreeText.Clean(e.Source),
            e.Subject is null ? null : FreeText.Clean(e.Subject),
            e.Severity,
            e.Version is null ? null : FreeText.Clean(e.Version),
            .. change.Factors.Select(factor => (object?)factor.Points),
            EventDescription.Of(e) is { Length: > 0 } description ? FreeText.Clean(description, EventRows.DescriptionLength) : null,
        ];
    }
}
