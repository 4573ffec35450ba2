using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Changes;

/// <summary>
/// What speaks for a change being behind a trouble. Each factor looks at one thing and gives up to a maximum of its own; the maxima add up to 100.
/// <list type="table">
/// <item><term>nearness, 25</term><description>All at the very moment of the trouble, none at the far end of the window, evenly between.</description></item>
/// <item><term>place, 35</term><description>
/// The same environment and system 35; the same environment 20; the same system with no environment named 20; the same system in another environment 10; another system with no environment named 10; elsewhere 0. When only an
/// environment or only a system was named, the same one 35.
/// </description></item>
/// <item><term>kind, 12</term><description>Deployment or migration 12, configuration 10, rollback 8, cache 4, any other 3.</description></item>
/// <item><term>severity, 8</term><description>CRITICAL 8, MAJOR 6, MINOR 3, LOW 1.</description></item>
/// <item><term>newVersion, 10</term><description>All when the version had never been in that environment and system before.</description></item>
/// <item><term>outsideBusinessHours, 10</term><description>All when it was done outside the business hours of the organization.</description></item>
/// </list>
/// </summary>
public static class ChangeFactors
{
    public const int MostNearness = 25;
    public const int MostPlace = 35;
    public const int MostKind = 12;
    public const int MostSeverity = 8;
    public const int MostNewVersion = 10;
    public const int MostOutsideBusinessHours = 10;

    public static Factor Nearness(RecordedEvent change, IncidentScope trouble)
    {
        var before = trouble.At - change.Time;

        // What is left of the window, in parts of it; multiplied first in 128 bits, so that it is exact.
        var points = (int)(
            (2 * (Int128)MostNearness * (trouble.Window.Ticks - before) + trouble.Window.Ticks) / (2 * (Int128)trouble.Window.Ticks)
        );
        return new Factor(FactorNames.Nearness, Math.Clamp(points, 0, MostNearness), MostNearness, Span(before));
    }

    public static Factor Place(RecordedEvent change, IncidentScope trouble)
    {
        bool sameSubject = (change.Subject ?? "") == trouble.Subject,
            sameSource = change.Source == trouble.Source;
        (int? points, string why) = (trouble.Subject, trouble.Source) switch
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
        return new Factor(FactorNames.Place, points, MostPlace, why);
    }

    public static Factor Kind(ChangeKind kind)
    {
        var (points, why) = kind switch
        {
            ChangeKind.Deployment => (12, "a deployment"),
            ChangeKind.Migration => (12, "a migration"),
            ChangeKind.Configuration => (10, "a change of configuration"),
            ChangeKind.Rollback => (8, "a rollback"),
            ChangeKind.Cache => (4, "a change of a cache"),
            _ => (3, "some other change"),
        };
        return new Factor(FactorNames.Kind, points, MostKind, why);
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
            MostSeverity,
            points is null ? "no severity was sent" : $"severity {change.Severity}"
        );
    }

    public static Factor NewVersion(RecordedEvent change, VersionPasts pasts)
    {
        var (points, why) =
            change.Version is not { } version ? (null, "no version was sent")
            : !pasts.TryTell(change, out var earlier) ? ((int?)null, "what was here before is not known")
            : earlier is { } time ? (0, $"version {version} was here before, {Instant.Format(time)}")
            : (MostNewVersion, $"version {version} is here for the first time");
        return new Factor(FactorNames.NewVersion, points, MostNewVersion, why);
    }

    public static Factor OutsideBusinessHours(RecordedEvent change, WorkingHours? hours)
    {
        if (hours is null)
            return new Factor(FactorNames.OutsideBusinessHours, null, MostOutsideBusinessHours, "business hours are not set");
        var local = LocalTime.FromUtcTicks(change.Time, hours.Zone);
        var within = hours.Hours.Contain(local);
        var why = string.Create(
            CultureInfo.InvariantCulture,
            $"{local:dddd HH:mm} in {hours.Zone.Id}, {(within ? "within" : "outside")} business hours"
        );
        return new Factor(FactorNames.OutsideBusinessHours, within ? 0 : MostOutsideBusinessHours, MostOutsideBusinessHours, why);
    }

    /// <summary>In its two largest units.</summary>
    private static string Span(long ticks)
    {
        var span = TimeSpan.FromTicks(ticks);
        return span switch
        {
            { Ticks: 0 } => "at the same moment",
            { TotalSeconds: < 1 } => "less than a second before",
            { TotalMinutes: < 1 } => $"{Count(span.Seconds, "second")} before",
            { TotalHours: < 1 } => $"{Count(span.Minutes, "minute")} before",
            { TotalDays: < 1 } => $"{Count(span.Hours, "hour")}{And(span.Minutes, "minute")} before",
            _ => $"{Count(span.Days, "day")}{And(span.Hours, "hour")} before",
        };
    }

    private static string And(int count, string unit) => count == 0 ? "" : " " + Count(count, unit);

    private static string Count(int count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
