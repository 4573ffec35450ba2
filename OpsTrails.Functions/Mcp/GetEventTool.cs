using ModelContextProtocol.Protocol;
using OpsTrails.Core.Input;
using OpsTrails.Core.Mcp;
using OpsTrails.Functions.Events;

namespace OpsTrails.Functions.Mcp;

/// <summary>Returns everything about one event.</summary>
internal sealed class GetEventTool(EventLookup lookup)
    : AssistantTool(
        new ToolTexts(
            "get_event",
            "Get one event",
            "Returns one event in full: all fields, data and the whole description.",
            """
            {"ref":{"type":"string","description":"short ref from a row, or the event's id","maxLength":200},
            "source":{"type":"string","description":"needed if several sources use the id"}}
            """,
            """{"type":"object","properties":{"ref":{"type":"string"},"time":{"type":"string"},"created_at":{"type":"string"}"""
                + ""","id":{"type":"string"},"type":{"type":"string"},"source":{"type":"string"},"data":{"type":"object"}}"""
                + ""","required":["ref","time","id","type","source"]}""",
            """query_events {"from":"-7d"}, then get_event with the ref of a row"""
        )
        {
            Required = ["ref"],
        }
    )
{
    private const int MaxCandidates = 10;

    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        var asked = call.Text("ref")!;
        var named = await lookup.FindAsync(call.Caller.Organization, asked, call.Text("source"), cancel);
        if (named.Candidates.Count > 1)
        {
            var answer = new CompactAnswer().Say(
                "ref",
                $"{named.Candidates.Count} events match; call get_event again with an id, more digits, or source"
            );
            return Refuse(
                answer
                    .Recorded("events", [.. named.Candidates.Take(MaxCandidates).Select(claim => $"{claim.Id} of {claim.Source}")])
                    .ToText()
            );
        }
        var where = call.Text("source") is null ? "" : " of that source";
        return named.Event is { } found
            ? Give(EventDetail.Of(found))
            : Refuse($"Unknown ref {ValidationErrors.Quote(FreeText.Clean(asked))}{where}. {Example}");
    }
}
