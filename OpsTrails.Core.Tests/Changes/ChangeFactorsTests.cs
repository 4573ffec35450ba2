using OpsTrails.Core.Changes;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Names;
using OpsTrails.Core.Organizations;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Core.Tests.Changes;

public sealed class ChangeFactorsTests
{
    private static readonly IncidentScope AtNoon = new()
    {
        At = At(0),
        Window = TimeSpan.FromHours(2),
        Subject = "PRODUCTION",
        Source = "BE",
    };

    [Fact]
    public void The_most_that_all_factors_give_is_a_hundred() =>
        Assert.Equal(
            100,
            ChangeFactors.MaxNearness
                + ChangeFactors.MaxPlace
                + ChangeFactors.MaxKind
                + ChangeFactors.MaxSeverity
                + ChangeFactors.MaxNewVersion
                + ChangeFactors.MaxOutsideBusinessHours
        );

    [Theory]
    [InlineData(0, 25, "at the same moment")]
    [InlineData(-1, 25, "1 minute before")]
    [InlineData(-12, 23, "12 minutes before")]
    [InlineData(-60, 13, "1 hour before")]
    [InlineData(-85, 7, "1 hour 25 minutes before")]
    [InlineData(-120, 0, "2 hours before")]
    public void Nearness_falls_evenly_over_the_window(int minute, int points, string why) =>
        Assert.Equal(new Factor("nearness", points, 25, why), ChangeFactors.Nearness(Event("e", minute, null), AtNoon));

    [Theory]
    [InlineData(1, "less than a second before")]
    [InlineData(40 * TimeSpan.TicksPerSecond, "40 seconds before")]
    [InlineData(25 * TimeSpan.TicksPerHour, "1 day 1 hour before")]
    [InlineData(48 * TimeSpan.TicksPerHour + 1, "2 days before")]
    public void How_near_is_told_in_two_units(long ticks, string why) =>
        Assert.Equal(
            why,
            ChangeFactors.Nearness(Event("e", 0, null), AtNoon with { At = At(0) + new TimeSpan(ticks), Window = TimeSpan.FromDays(7) }).Why
        );

    [Theory]
    [InlineData("PRODUCTION", "BE", "PRODUCTION", "BE", 35, "the same environment and system")]
    [InlineData("PRODUCTION", "BE", "PRODUCTION", "DB", 20, "the same environment, another system")]
    [InlineData("PRODUCTION", "BE", null, "BE", 20, "the same system, no environment named")]
    [InlineData("PRODUCTION", "BE", "STAGING", "BE", 10, "the same system in another environment")]
    [InlineData("PRODUCTION", "BE", null, "DB", 10, "another system, no environment named")]
    [InlineData("PRODUCTION", "BE", "STAGING", "DB", 0, "another system in another environment")]
    [InlineData("", "BE", null, "BE", 35, "the same environment and system")]
    [InlineData("", "BE", null, "DB", 20, "the same environment, another system")]
    [InlineData("", "BE", "STAGING", "BE", 10, "the same system in another environment")]
    [InlineData("PRODUCTION", null, "PRODUCTION", "DB", 35, "the same environment")]
    [InlineData("PRODUCTION", null, null, "DB", 10, "no environment named")]
    [InlineData("PRODUCTION", null, "STAGING", "DB", 0, "another environment")]
    [InlineData(null, "BE", "STAGING", "BE", 35, "the same system")]
    [InlineData(null, "BE", "STAGING", "DB", 0, "another system")]
    [InlineData(null, null, "STAGING", "DB", null, "no subject and no source were given")]
    public void Place_tells_how_close_the_cells_are(
        string? subject,
        string? source,
        string? changeSubject,
        string changeSource,
        int? points,
        string why
    ) =>
        Assert.Equal(
            new Factor("place", points, 35, why),
            ChangeFactors.Place(
                Event("e", -1, null, subject: changeSubject, source: changeSource),
                AtNoon with
                {
                    Subject = subject,
                    Source = source,
                }
            )
        );

    [Fact]
    public void Kinds_weigh_by_how_often_they_break_something() =>
        Assert.Equal(
            [12, 12, 12, 10, 10, 8, 4, 3],
            new[]
            {
                EventKind.Deployment,
                EventKind.Release,
                EventKind.Migration,
                EventKind.ConfigChange,
                EventKind.FeatureFlag,
                EventKind.Rollback,
                EventKind.CachePurge,
                EventKind.Other,
            }.Select(kind => ChangeFactors.Kind(kind).Points!.Value)
        );

    [Theory]
    [InlineData("CRITICAL", 8)]
    [InlineData("MAJOR", 6)]
    [InlineData("MINOR", 3)]
    [InlineData("LOW", 1)]
    [InlineData(null, null)]
    public void Severity_counts_when_it_was_sent(string? severity, int? points)
    {
        var factor = ChangeFactors.Severity(Event("e", -1, null, severity: severity));

        Assert.Equal(new Factor("severity", points, 8, severity is null ? "no severity was sent" : "severity " + severity), factor);
    }

    [Fact]
    public void A_version_is_new_where_it_never_was()
    {
        var (old, change) = (Event("e-1", -300, "v1"), Event("e-2", -10, "v2"));

        var factor = ChangeFactors.NewVersion(
            change,
            VersionPasts.Of(
                At(0),
                [change],
                [Cell.Merge(null, [old, change], TypeMeanings.None)],
                TypeMeanings.None,
                OrganizationNames.None
            )
        );

        Assert.Equal(new Factor("newVersion", 10, 10, "version v2 is here for the first time"), factor);
    }

    [Fact]
    public void A_version_that_was_there_before_is_not_new_and_what_came_after_does_not_count()
    {
        var events = new[] { Event("e-1", -300, "v1"), Event("e-2", -200, "v2"), Event("e-3", -10, "v1"), Event("e-4", -5, "v1") };
        var pasts = VersionPasts.Of(
            At(0),
            events,
            [Cell.Merge(null, events, TypeMeanings.None)],
            TypeMeanings.None,
            OrganizationNames.None
        );

        Assert.Equal(
            new Factor("newVersion", 0, 10, "version v1 was here before, 2025-03-10T07:00:00.000Z"),
            ChangeFactors.NewVersion(events[2], pasts)
        );
        Assert.Equal(10, ChangeFactors.NewVersion(events[0], pasts).Points);
    }

    [Fact]
    public void Where_more_was_than_is_kept_a_version_is_not_judged_unless_it_was_seen_or_looked_up()
    {
        var events = Enumerable.Range(1, 20).Select(i => Event($"e-{i}", -100 + i, $"v{i}")).Append(Event("again", -1, "v19")).ToList();
        var change = events[18];
        var pasts = VersionPasts.Of(
            At(0),
            [change, events[^1]],
            [Cell.Merge(null, events, TypeMeanings.None)],
            TypeMeanings.None,
            OrganizationNames.None
        );

        Assert.Equal(new Factor("newVersion", null, 10, "what was here before is not known"), ChangeFactors.NewVersion(change, pasts));
        Assert.Equal(0, ChangeFactors.NewVersion(events[^1], pasts).Points);
        Assert.Equal(10, ChangeFactors.NewVersion(change, pasts.With(new Dictionary<string, Timestamp?> { [change.Hash] = null })).Points);
        Assert.Equal(
            0,
            ChangeFactors.NewVersion(change, pasts.With(new Dictionary<string, Timestamp?> { [change.Hash] = At(-500) })).Points
        );
    }

    [Fact]
    public void A_change_without_a_version_or_in_an_unknown_cell_is_not_judged_by_it()
    {
        var pasts = VersionPasts.Of(At(0), [], [], TypeMeanings.None, OrganizationNames.None);

        Assert.Equal(new Factor("newVersion", null, 10, "no version was sent"), ChangeFactors.NewVersion(Event("e", -1, null), pasts));
        Assert.Null(ChangeFactors.NewVersion(Event("e", -1, "v1"), pasts).Points);
    }

    [Theory]
    [InlineData(-60, 0, "Monday 12:00 in Europe/Warsaw, within business hours")]
    [InlineData(300, 10, "Monday 18:00 in Europe/Warsaw, outside business hours")]
    [InlineData(-2 * 1440, 10, "Saturday 13:00 in Europe/Warsaw, outside business hours")]
    public void Business_hours_are_those_of_the_organization(int minute, int points, string why)
    {
        var hours = WorkingHours.Of(
            new OrganizationSettings
            {
                TimeZone = "Europe/Warsaw",
                BusinessHours = new BusinessHours([DayOfWeek.Monday], new TimeOnly(9, 0), new TimeOnly(18, 0)),
            }
        );

        Assert.Equal(
            new Factor("outsideBusinessHours", points, 10, why),
            ChangeFactors.OutsideBusinessHours(Event("e", minute, null), hours)
        );
    }

    [Fact]
    public void Business_hours_that_are_not_set_are_not_judged() =>
        Assert.Equal(
            new Factor("outsideBusinessHours", null, 10, "business hours are not set"),
            ChangeFactors.OutsideBusinessHours(Event("e", 0, null), WorkingHours.Of(OrganizationSettings.Default))
        );
}
