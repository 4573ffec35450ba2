using System.Text.Json;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Core.Ledger;
using OpsTrails.Core.Mcp;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.People;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Mcp;

/// <summary>Records an event, if the settings and the key's scope allow it.</summary>
internal sealed class RecordEvent(
    EventRecorder recorder,
    EventLookup lookup,
    DailyQuota quota,
    SettingsStore settings,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock
)
    : AssistantTool(
        new ToolTexts(
            "record_event",
            "Record an event",
            "Records one change event. Ask the person first, and show them the result of dry_run. Send an id of your own, so that "
                + "a repeated call records nothing twice.",
            """
            {"type":{"type":"string","description":"what happened, e.g. deployment"},
            "source":{"type":"string","description":"system"},
            "subject":{"type":"string","description":"environment"},
            "time":{"type":"string","description":"ISO 8601 with a zone; default NOW"},
            "id":{"type":"string"},
            "severity":{"type":"string","enum":["LOW","MINOR","MAJOR","CRITICAL"]},
            "version":{"type":"string"},
            "description":{"type":"string","maxLength":1000},
            "data":{"type":"object","description":"further details"},
            "dry_run":{"type":"boolean","default":false,"description":"only show what would be recorded"}}
            """,
            """{"type":"object","properties":{"status":{"type":"string","enum":"""
                + """["recorded","already_recorded","would_be_recorded"]},"ref":{"type":"string"},"id":{"type":"string"},"time":"""
                + """{"type":"string"}},"required":["status"]}""",
            """record_event {"type":"deployment","source":"BE","subject":"STAGING","version":"1.4.0","dry_run":true}"""
        )
        {
            Required = ["type", "source"],
        },
        isReadOnly: false
    )
{
    public override bool IsOfferedTo(Caller caller) =>
        options.Value.Mcp.AllowRecording && caller is { KeyId: not null, Scope: >= KeyScope.ReadWrite };

    protected override async Task<CallToolResult> AnswerAsync(ToolCall call, CancellationToken cancel)
    {
        if (!options.Value.Mcp.AllowRecording)
            return Refuse(
                "Recording over MCP is off on this server. Use POST /api/v1/events, or ask the operator to set "
                    + "OpsTrails:Mcp:AllowRecording."
            );
        if (!IsOfferedTo(call.Caller))
            return Refuse($"A key of scope {call.Caller.Scope.Name()} can't record events. Use a key of scope READ_WRITE.");

        var errors = new ValidationErrors();
        var types = (await settings.GetAsync(call.Caller.Organization, cancel)).Types;
        if (Parse(call, types, errors) is not { } draft)
            return Refuse(errors);
        if (call.Value("dry_run") is { ValueKind: JsonValueKind.True })
            return await TryAsync(call, draft, cancel);
        if (await quota.TakeAsync(call.Caller.Organization, 1, cancel) is { } used)
            return Refuse(used.Message);
        return (await recorder.RecordAsync(call.Caller.Organization, [draft]))[0] switch
        {
            { Kind: RecordOutcomeKind.Conflict, Existing: { } existing } => Refuse(ConflictWith(existing)),
            { Event: { } e } outcome => Give(
                EventDetail.Of(e, outcome.Kind == RecordOutcomeKind.Recorded ? "recorded" : "already_recorded")
            ),
            _ => Refuse("Storage does not answer. The event may be recorded: check with query_events, or call again with the same id."),
        };
    }

    private EventDraft? Parse(ToolCall call, TypeMeanings types, ValidationErrors errors)
    {
        var json = RecordedByTool.Event(call.Value, errors);
        if (json.Length > options.Value.Limits.EventBytes)
            errors.Add("data", $"the event has {json.Length} bytes, at most {options.Value.Limits.EventBytes} are allowed");
        return errors.Any
            ? null
            : EventParser.Parse(JsonElement.Parse(json.Span), clock.GetUtcNow(), errors, types, options.Value.Limits.SubjectLength);
    }

    private async Task<CallToolResult> TryAsync(ToolCall call, EventDraft draft, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var would = RecordedEvent.From(draft, draft.Id ?? "(created when recorded)", draft.Time.At(now), Timestamp.From(now));
        var claims = draft.Id is null ? [] : await lookup.FindClaimsAsync(call.Caller.Organization, draft.Id, draft.Source, cancel);
        var isFree = claims.Count == 0 || (claims[0].Deleted is not null && !Claim.For(draft, would, "").HasContentOf(claims[0]));
        if (isFree)
            return Give(EventDetail.Of(would, "would_be_recorded", hasRef: draft.Id is not null));
        return claims[0].Deleted is null && Claim.For(draft, would, "").HasContentOf(claims[0])
            ? Give(EventDetail.Of(would, "already_recorded"))
            : Refuse(ConflictWith(claims[0]));
    }

    private static string ConflictWith(Claim existing) =>
        existing.Deleted?.Refusal
        ?? $"An event with this source and id was recorded at {existing.CreatedAt} with different content. Use a new id.";
}
