using ModelContextProtocol.Protocol;
using OpsTrails.Core.Events;
using OpsTrails.Core.Mcp;

namespace OpsTrails.Functions.Mcp;

/// <summary>Everything that is known of one event.</summary>
internal sealed class GetEventTool(EventsByRef events) : AssistantTool(new ToolTexts(
    "get_event",
    "Get one event",
    "Everything about one event: all its fields, data and full description.",
    """
    {"ref":{"type":"string","description":"short ref from a row, or the event's id","maxLength":200},
    "source":{"type":"string","description":"only when several sources use the id"}}
    """,
    """{"type":"object","properties":{"ref":{"type":"string"},"time":{"type":"string"},"created_at":{"type":"string"},"id":{"type":"string"},"type":{"type":"string"},"source":{"type":"string"},"data":{"type":"object"}},"required":["ref","time","id","type","source"]}""",
    """query_events {"from":"-7d"}, then get_event with the ref of a row""")
{ Required = ["ref"] })
{
    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        var asked = call.Text("ref")!;
        var organization = call.Caller.Organization;
        var claims = await events.FindAsync(organization, asked, call.Text("source"), cancel);
        if (claims.Count > 1)
        {
            var answer = new CompactAnswer().Say("several", $"{claims.Count} events are meant by this; call get_event again with ref and source, or with a full id");
            return Refuse(answer.Recorded("events", [.. claims.Select(claim => $"{claim.Id} of {claim.Source}")]).ToText());
        }
        if (claims.Count == 0 || await events.ReadAsync(organization, claims[0], cancel) is not { } found)
            return Refuse($"ref: no event {Faults.Quote(FreeText.Clean(asked))} is recorded{(call.Text("source") is null ? "" : " of that source")}. Take a ref from the rows of query_events: query_events {{\"from\":\"-7d\"}}");
        return Give(EventDetail.Of(found));
    }
}
