using System.ComponentModel;
using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Changes;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Incidents;

internal sealed record IncidentEventAnswer(
    [property: Description("The ref of the event.")] string Ref,
    string Id,
    string Time,
    string Type,
    [property: Description("opened, acknowledged or resolved; null for an update.")] string? Phase,
    string Source,
    string? Subject,
    string? Severity,
    [property: Description("Up to 200 characters.")] string? Description
)
{
    public static IncidentEventAnswer Of(IncidentEntry entry) =>
        new(
            EventRef.Of(entry.Event.Id).ToString(),
            entry.Event.Id,
            entry.Event.Time.ToString(),
            entry.Event.Type,
            entry.Phase is { } phase ? EventPhaseNames.Of(phase) : null,
            entry.Event.Source,
            entry.Event.Subject,
            entry.Event.Severity,
            entry.Event.Description
        );
}

internal sealed record SuspectsAnswer(
    [property: Description("The window in UTC, both ends inclusive.")] WindowAnswer Window,
    [property: Description("Whether the whole window was read.")] bool Complete,
    [property: Description("The number of changes.")] long Total,
    [property: Description("The most suspect first, up to 10.")] IReadOnlyList<RankedChangeAnswer> Ranked
)
{
    public static SuspectsAnswer Of(FoundChanges found) =>
        new(
            WindowAnswer.Of(new TimeWindow(found.Scope.From, found.Scope.At)),
            found.IsComplete,
            found.Ranked.Changes.Count,
            [.. found.Ranked.Changes.Take(found.Limit).Select(RankedChangeAnswer.From)]
        );
}
