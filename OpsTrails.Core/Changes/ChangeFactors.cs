using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Changes;

/// <summary>
/// The factors that score how likely a change caused an incident. Each factor looks at one thing. The maxima add up to 100.
/// <list type="table">
/// <item><term>nearness, 25</term><description>
/// 25 at the time of the incident, 0 at the far end of the window, linear in between.
/// </description></item>
/// <item><term>place, 35</term><description>
/// The same environment and system 35; the same environment 20; the same system with no environment named 20; the same system in another
/// environment 10; another system with no environment named 10; elsewhere 0. If the query names only an environment or only a system, a
/// match is 35. Names are the same if the settings say so, or if they differ only in their spelling.
/// </description></item>
/// <item><term>kind, 12</term><description>
/// Deployment, release or migration 12, configuration or feature flag 10, rollback 8, cache 4, any other 3.
/// </description></item>
/// <item><term>severity, 8</term><description>CRITICAL 8, MAJOR 6, MINOR 3, LOW 1.</description></item>
/// <item><term>newVersion, 10</term><description>10 if the version had never been in that environment and system.</description></item>
/// <item><term>outsideBusinessHours, 10</term><description>
/// 10 if it happened outside the organization's business hours.
/// </description></item>
/// </list>
/// </summary>
public static class ChangeFactors
{
    public const int MaxNearness = 25;
    public const int MaxPlace = 35;
    public const int MaxKind = 12;
    public const int MaxSeverity = 8;
    public const int MaxNewVersion = 10;
    public const int MaxOutsideBusinessHours = 10;

    public static Factor Nearness(RecordedEvent change, IncidentScope incident)
    {
        var before = incident.At - change.Time;

        // The remaining part of the window. Multiplying first, in 128 bits, keeps the division exact.
        var points = (int)(
            (2 * (Int128)MaxNearness * (incident.Window - before).Ticks + incident.Window.Ticks) / (2 * (Int128)incident.Window.Ticks)
        );
        return new Factor(FactorNames.Nearness, Math.Clamp(points, 0, MaxNearness), MaxNearness, Span(before));
    }

    public static Factor Place(RecordedEvent change, IncidentScope incident)
    {
        bool sameSubject = incident.Subject is { } subject && incident.Names.IsSubject(change.Subject, subject),
            sameSource = incident.Source is { } source && incident.Names.IsSource(change.Source, source);
        (int? points, string why) = (incident.Subject, incident.Source) switch
        {
            (null, null) => (null, "no subject and no source were given"),
            ({ }, null) when sameSubject => (35, "the same environment"),
            ({ }, null) when change.Subject is null => (10, "no environment named"),
            ({ }, null) => (0, "another environment"),
            (null, { }) when sameSource => (35, "the same system"),
            (null, { }) => (0, "another system"),
            _ when sameSubject && sameSource => (35, "the same environment and system"),
            _ when sameSubject => (20, "the same environment, another system"),
            _ when sameSource && change.Subject is null => (20, "the same system, no environment named"),
            _ when sameSource => (10, "the same system in another environment"),
            _ when change.Subject is null => (10, "another system, no environment named"),
            _ => ((int?)0, "another system in another environment"),
        };
        return new Factor(FactorNames.Place, points, MaxPlace, why);
    }

    public static Factor Kind(EventKind kind)
    {
        var (points, why) = kind switch
        {
            EventKind.Deployment => (12, "a deployment"),
            EventKind.Release => (12, "a release"),
            EventKind.Migration => (12, "a migration"),
            EventKind.ConfigChange => (10, "a change of configuration"),
            EventKind.FeatureFlag => (10, "a change of a feature flag"),
            EventKind.Rollback => (8, "a rollback"),
            EventKind.CachePurge => (4, "a change of a cache"),
            _ => (3, "some other change"),
        };
        return new Factor(FactorNames.Kind, points, MaxKind, why);
    }

    public static Factor Severity(RecordedEvent change)
    {
        int? points = change.Severity switch
        {
            "CRITICAL" => 8,
            "MAJOR" => 6,
            "MINOR" => 3,
            "LOW" => 1,
            _ => null,
        };
        return new Factor(
            FactorNames.Severity,
            points,
            MaxSeverity,
            points is null ? "no severity was sent" : $"severity {change.Severity}"
        );
    }

    public static Factor NewVersion(RecordedEvent change, VersionPasts pasts)
    {
        var (points, why) =
            change.Version is not { } version ? (null, "no version was sent")
            : !pasts.TryTell(change, out var earlier) ? ((int?)null, "what was here before is not known")
            : earlier is { } time ? (0, $"version {version} was here before, {time}")
            : (MaxNewVersion, $"version {version} is here for the first time");
        return new Factor(FactorNames.NewVersion, points, MaxNewVersion, why);
    }

    public static Factor OutsideBusinessHours(RecordedEvent change, WorkingHours? hours)
    {
        if (hours is null)
            return new Factor(FactorNames.OutsideBusinessHours, null, MaxOutsideBusinessHours, "business hours are not set");
        var local = LocalTime.FromUtc(change.Time, hours.Zone);
        var within = hours.Hours.Contain(local);
        var why = string.Create(
            CultureInfo.InvariantCulture,
            $"{local:dddd HH:mm} in {hours.Zone.Id}, {(within ? "within" : "outside")} business hours"
        );
        return new Factor(FactorNames.OutsideBusinessHours, within ? 0 : MaxOutsideBusinessHours, MaxOutsideBusinessHours, why);
    }

    /// <summary>Formats a span in its two largest units.</summary>
    private static string Span(TimeSpan span) =>
        span switch
        {
            { Ticks: 0 } => "at the same moment",
            { TotalSeconds: < 1 } => "less than a second before",
            { TotalMinutes: < 1 } => $"{Count(span.Seconds, "second")} before",
            { TotalHours: < 1 } => $"{Count(span.Minutes, "minute")} before",
            { TotalDays: < 1 } => $"{Count(span.Hours, "hour")}{And(span.Minutes, "minute")} before",
            _ => $"{Count(span.Days, "day")}{And(span.Hours, "hour")} before",
        };

    private static string And(int count, string unit) => count == 0 ? "" : " " + Count(count, unit);

    private static string Count(int count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
