using System.Globalization;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Incidents;

/// <summary>
/// Events an hour apart, oldest first: o opens, a acknowledges, r resolves, u updates. <c>o#7</c> has the number 7, <c>o@FE</c> comes from
/// the system FE instead of BE. A dot is an hour without an event.
/// </summary>
internal static class IncidentEvents
{
    private static readonly DateTimeOffset Start = new(2025, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static Timestamp At(double hours) => Timestamp.From(Start.AddHours(hours));

    public static List<IncidentEvent> Read(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select((word, hour) => (word, hour))
                .Where(e => e.word != ".")
                .Select(e => Read(e.word, e.hour)),
        ];

    public static IncidentEvent Event(
        int hour,
        string type = "incident",
        string? number = null,
        string source = "BE",
        string? severity = null,
        string? description = null
    ) =>
        new(
            At(hour),
            At(hour),
            0,
            hour.ToString(CultureInfo.InvariantCulture),
            source,
            "PRODUCTION",
            type,
            severity,
            null,
            number,
            null,
            description
        );

    /// <summary>The hours of each incident: 0a1-2 was opened at 0, acknowledged at 1, resolved at 2.</summary>
    public static string Show(IEnumerable<Incident> incidents) => string.Join(' ', incidents.Select(incident => Show(incident.Summary)));

    public static string Fold(IEnumerable<IncidentEvent> events) => Show(IncidentFold.Fold(events, IncidentRules.None));

    private static string Show(IncidentSummary incident) =>
        Hour(incident.Opened)
        + (incident.Acknowledged is { } acknowledged ? "a" + Hour(acknowledged) : "")
        + "-"
        + (incident.Resolved is { } resolved ? Hour(resolved) : "");

    private static string Hour(Timestamp time) => ((int)(time - At(0)).TotalHours).ToString(CultureInfo.InvariantCulture);

    private static IncidentEvent Read(string word, int hour)
    {
        var source = word.Split('@') is [_, var named] ? named : "BE";
        var number = word.Split('@')[0].Split('#') is [_, var given] ? given : null;
        var type = word[0] switch
        {
            'o' => "incident.opened",
            'a' => "incident.acknowledged",
            'r' => "incident.resolved",
            _ => "incident.updated",
        };
        return Event(hour, type, number, source);
    }
}
