using ModelContextProtocol.Protocol;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Mcp;

/// <summary>Returns pages of events as rows, limited by number and by bytes.</summary>
internal sealed class QueryEvents(EventPages pages, ExistingNames existing, TimeProvider clock)
    : AssistantTool(
        new ToolTexts(
            "query_events",
            "Query events",
            "Lists change events (deployments, rollbacks, migrations, config changes, incidents), newest first, as short rows. "
                + "Each filter takes one exact name. search looks in all texts. Call get_event with a ref for a full event.",
            """
            {"from":{"type":"string","description":"-24h, -7d or ISO 8601; default -7d"},
            "to":{"type":"string","description":"default now"},
            "type":{"type":"string"},
            "source":{"type":"string","description":"system; * is any text"},
            "subject":{"type":"string","description":"environment"},
            "severity":{"type":"string","enum":["LOW","MINOR","MAJOR","CRITICAL"]},
            "version":{"type":"string"},
            "search":{"type":"string"},
            "limit":{"type":"integer","minimum":1,"maximum":100,"default":25},
            "timezone":{"type":"string","description":"IANA name, for times without offset and for rows"},
            "cursor":{"type":"string","description":"next_cursor of the previous page, with the same arguments"}}
            """,
            """{"type":"object","properties":{"from":{"type":"string"},"to":{"type":"string"},"shown":{"type":"integer"}"""
                + ""","next_cursor":{"type":"string"},"same":{"type":"object"},"columns":{"type":"string"},"rows":"""
                + """{"type":"object","description":"by day"}},"required":["from","to","shown"]}""",
            """query_events {"from":"-24h","severity":"MAJOR"}"""
        )
    )
{
    private const string DefaultFrom = "-7d";

    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        var parameters = call.ToQuery();
        var isBounded = call.Text("from") is null;
        if (isBounded)
            parameters.Add(("from", [DefaultFrom]));
        if (call.Text("to") is null)
            parameters.Add(("to", ["now"]));
        var errors = new ValidationErrors();
        if (EventQuery.Parse(parameters, WholeSecond.After(clock.GetUtcNow()), errors) is not { } query)
            return Refuse(errors);

        // Read one event more than shown, to know whether there are more. The feed position is not needed here, so it isn't read.
        var organization = call.Caller.Organization;
        query = query with { Filter = await pages.ResolveAsync(organization, query.Filter, cancel) };
        var plan = await pages.PlanAsync(organization, query.Filter, cancel);
        var page = await pages.ReadAsync(
            organization,
            query with
            {
                Limit = query.Limit + 1,
            },
            plan,
            feedPosition: query.Cursor?.Feed ?? FeedSequence.Zero,
            cancel
        );
        var table = EventRows.Table();
        var shown = page.Events.Take(query.Limit).TakeWhile(e => table.TryAdd(e, query.Zone)).ToList();

        var answer = new CompactAnswer();
        answer
            .Say("from", ZonedTime.Utc(page.Window.From!.Value))
            .Say("to", ZonedTime.Utc(page.Window.To!.Value))
            .SayLocal(page.Window.From.Value, page.Window.To.Value, query.Zone);
        if (isBounded)
            answer.Say("bounded", "without from, only the last 7 days; send from to look further back");
        answer.Say("shown", shown.Count);
        if (shown.Count < page.Events.Count)
            answer
                .Say("more", $"{shown.Count} of at least {page.Events.Count} shown; continue with next_cursor")
                .Say("next_cursor", CursorAfter(shown[^1], page, query).ToString());
        else if (page.Next is not null)
            answer.Say("more", "the search stopped early; continue with next_cursor").Say("next_cursor", page.Next.ToString());
        if (shown.Count > 0)
            return Give(answer.Recorded(table));
        if (query.Cursor is null)
            await existing.AddAsync(answer, organization, call, cancel);
        return Give(answer);
    }

    private static PageCursor CursorAfter(RecordedEvent e, EventPage page, EventQuery query) =>
        new()
        {
            Position = EventPosition.After(e.Order),
            Window = page.Window,
            QueryHash = query.Hash,
            Feed = page.FeedPosition,
        };
}
