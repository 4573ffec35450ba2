using OpsTrails.Core.Changes;
using OpsTrails.Core.Demo;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;

namespace OpsTrails.Core.Tests.Changes;

/// <summary>In the demo month, a rollback follows each incident that a release caused. That release must be ranked first.</summary>
public sealed class DemoIncidentTests
{
    private static readonly DateTimeOffset End = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly WorkingHours Hours = new(
        new BusinessHours(
            [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
            new TimeOnly(8, 0),
            new TimeOnly(18, 0)
        ),
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Warsaw")
    );

    public static TheoryData<int> Ends => [.. Enumerable.Range(0, 14)];

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_release_that_is_rolled_back_after_an_incident_is_ranked_first(int day)
    {
        var month = DemoMonth.Until(End.AddDays(day)).Select(Recorded).ToList();
        var cells = month.GroupBy(e => (e.Subject, e.Source)).Select(cell => Cell.Merge(null, [.. cell], TypeMeanings.None)).ToList();
        var blamed = month
            .Where(e => e.Type == "incident")
            .Select(incident => (Incident: incident, Guilty: GuiltyOf(incident, month)))
            .Where(pair => pair.Guilty is not null)
            .ToList();

        var first = blamed.Select(pair => RankFirst(pair.Incident, month, cells));

        Assert.NotEmpty(blamed);
        Assert.Equal(blamed.Select(pair => Text(pair.Guilty!)), first.Select(change => Text(change.Event)));
    }

    [Fact]
    public void A_change_by_hand_at_night_is_ranked_first_for_who_notices_in_the_morning()
    {
        var month = DemoMonth.Until(End).Select(Recorded).ToList();
        var night = month.Single(e => e.Type == "config.change" && e.Severity == "CRITICAL");
        var incident = new IncidentScope
        {
            At = night.Time + TimeSpan.FromHours(5),
            Window = TimeSpan.FromHours(12),
            Subject = night.Subject,
        };

        var ranked = ChangeRanking.Rank(
            incident,
            month,
            VersionPasts.Of(incident.At, month, [], TypeMeanings.None, OrganizationNames.None),
            Hours,
            TypeMeanings.None
        );

        Assert.Equal(night.Id, ranked.Changes[0].Event.Id);
        Assert.Contains("outside business hours", ranked.Changes[0].Factors[^1].Why, StringComparison.Ordinal);
    }

    private static string Text(RecordedEvent e) => $"{e.Id} {e.Type} {e.Version} in {e.Subject} {e.Source} at {e.Time}";

    private static RankedChange RankFirst(RecordedEvent incident, List<RecordedEvent> month, List<Cell> cells)
    {
        var scope = IncidentScope.Of(
            new ChangesQuery { Event = incident.Id, Window = TimeSpan.FromHours(2) },
            incident,
            OrganizationNames.None
        );
        return ChangeRanking
            .Rank(
                scope,
                month,
                VersionPasts.Of(scope.At, month, cells, TypeMeanings.None, OrganizationNames.None),
                Hours,
                TypeMeanings.None
            )
            .Changes[0];
    }

    /// <summary>The deployment or migration that the next rollback in the cell undoes.</summary>
    private static RecordedEvent? GuiltyOf(RecordedEvent incident, List<RecordedEvent> month)
    {
        var cell = month.Where(e => e.Subject == incident.Subject && e.Source == incident.Source).ToList();
        var isRolledBack = cell.Exists(e =>
            e.Type == "rollback" && e.Time > incident.Time && e.Time - incident.Time < TimeSpan.FromHours(1)
        );
        return isRolledBack ? cell.LastOrDefault(e => e.Type is "deployment" or "migration" && e.Time < incident.Time) : null;
    }

    private static RecordedEvent Recorded(DemoEvent e) =>
        new()
        {
            Id = e.Id,
            Source = e.Source,
            Type = e.Type,
            Subject = e.Subject,
            Severity = e.Severity,
            Version = e.Version,
            Time = Timestamp.From(e.Time),
            CreatedAt = Timestamp.From(e.Time),
            Json = ReadOnlyMemory<byte>.Empty,
        };
}
