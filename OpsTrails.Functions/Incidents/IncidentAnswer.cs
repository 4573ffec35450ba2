using System.ComponentModel;
using System.Text.Json.Serialization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Incidents;

internal sealed record IncidentListAnswer(
    bool Success,
    IReadOnlyList<IncidentAnswer> Data,
    [property: Description("Null on the last page.")] string? NextCursor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("True while incidents are derived again after a change of the meanings of types; otherwise absent.")]
        bool? Recomputing
)
{
    public static IncidentListAnswer Of(IncidentPage page) =>
        new(true, [.. page.Incidents.Select(IncidentAnswer.Of)], page.Next?.ToString(), page.IsRecomputing ? true : null);
}

internal sealed record IncidentAnswer(
    [property: Description("The ref of the opening event.")] string Ref,
    [property: Description("The team's own number, from `data` of its events; null when they have none.")] string? Number,
    [property: Description("open, acknowledged, resolved or notClosed.")] string State,
    [property: Description("The environment; null for events without one.")] string? Subject,
    [property: Description("The system.")] string Source,
    [property: Description("That of its newest event that has one.")] string? Severity,
    [property: Description("That of its first event that has one, up to 200 characters.")] string? Description,
    string Opened,
    string? Acknowledged,
    string? Resolved,
    [property: Description("Seconds from the opening to the resolution; null before.")] long? DurationSeconds,
    [property: Description("The id of the opening event.")] string Id,
    [property: Description("The type of the opening event.")] string Type,
    FollowedAnswer Followed
)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Its events, oldest first. Only for a single incident.")]
    public IReadOnlyList<IncidentEventAnswer>? Events { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("The changes before the opening event, as `getChangesBefore` ranks them. Only for a single incident whose event is kept.")]
    public SuspectsAnswer? Suspects { get; init; }

    public static IncidentAnswer Of(ShownIncident shown)
    {
        var incident = shown.Incident;
        return new(
            EventRef.Of(incident.Id).ToString(),
            incident.Number,
            IncidentStateNames.Of(shown.State),
            incident.Subject,
            incident.Source,
            incident.Severity,
            incident.Description,
            incident.Opened.ToString(),
            incident.Acknowledged?.ToString(),
            incident.Resolved?.ToString(),
            FollowUpAnswer.Seconds(incident, incident.Resolved),
            incident.Id,
            incident.Type,
            FollowedAnswer.Of(incident, shown.Followed!)
        );
    }
}

[Description(
    "What followed in the same environment and system, up to 24 hours after the resolution, or 7 days after the opening of an incident "
        + "without one."
)]
internal sealed record FollowedAnswer(
    [property: Description("The next rollback.")] FollowUpAnswer? RolledBack,
    [property: Description("The next arrival of a version.")] FollowUpAnswer? Hotfix,
    [property: Description("The event that resolved the incident.")] FollowUpAnswer? Resolution,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [property: Description("False when the grid no longer keeps every change since the opening; otherwise absent.")]
        bool? Known
)
{
    public static FollowedAnswer Of(IncidentSummary incident, FollowUps followed) =>
        new(
            FollowUpAnswer.Of(incident, followed.Rollback),
            FollowUpAnswer.Of(incident, followed.Hotfix),
            incident is { Resolved: { } resolved, ResolvedBy: { } id }
                ? new(EventRef.Of(id).ToString(), id, resolved.ToString(), null, FollowUpAnswer.Seconds(incident, resolved)!.Value)
                : null,
            followed.IsKnown ? null : false
        );
}

internal sealed record FollowUpAnswer(
    [property: Description("The ref of the event.")] string Ref,
    string Id,
    string Time,
    string? Version,
    [property: Description("Whole seconds after the opening.")] long SecondsAfter
)
{
    public static FollowUpAnswer? Of(IncidentSummary incident, CellEvent? e) =>
        e is null ? null : new(EventRef.Of(e.Id).ToString(), e.Id, e.Time.ToString(), e.Version, Seconds(incident, e.Time)!.Value);

    public static long? Seconds(IncidentSummary incident, Timestamp? time) => (time - incident.Opened)?.Ticks / TimeSpan.TicksPerSecond;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IncidentListAnswer))]
[JsonSerializable(typeof(Answer<IncidentAnswer>))]
internal sealed partial class IncidentsJson : JsonSerializerContext;
