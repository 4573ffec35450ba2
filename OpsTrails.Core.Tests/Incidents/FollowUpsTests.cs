using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Meaning;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Core.Tests.Incidents;

public sealed class FollowUpsTests
{
    private const int Day = 24 * 60;

    [Fact]
    public void The_next_rollback_and_the_next_version_after_the_opening_count()
    {
        var followed = Of(
            Incident(resolved: 60),
            Event("before", -10, "1"),
            Rollback("back", 10),
            Rollback("back-again", 20),
            Event("failed", 25, "2", "deployment.failed"),
            Event("fix", 30, "3"),
            Event("next", 40, "4")
        );

        Assert.Equal(("back", "fix", true), (followed.Rollback?.Id, followed.Hotfix?.Id, followed.IsKnown));
    }

    [Theory]
    [InlineData(60, 60 + Day, "fix")]
    [InlineData(60, 61 + Day, null)]
    [InlineData(null, 7 * Day, "fix")]
    [InlineData(null, 7 * Day + 1, null)]
    public void What_comes_much_later_does_not_count(int? resolved, int minute, string? expected) =>
        Assert.Equal(expected, Of(Incident(resolved), Event("fix", minute, "3")).Hotfix?.Id);

    [Fact]
    public void Beyond_what_the_cell_keeps_it_is_not_known()
    {
        var followed = Of(Incident(60), [.. Enumerable.Range(1, 20).Select(i => Event($"e-{i}", i * Day, $"{i}"))]);

        Assert.False(followed.IsKnown);
        Assert.False(FollowUps.Of(Incident(60), [], TypeMeanings.None).IsKnown);
    }

    private static FollowUps Of(IncidentSummary incident, params RecordedEvent[] events) =>
        FollowUps.Of(incident, [Cell.Merge(null, events, TypeMeanings.None)], TypeMeanings.None);

    private static IncidentSummary Incident(int? resolved) =>
        new()
        {
            Id = "i",
            Type = "incident",
            Source = "BE",
            Opened = At(0),
            Resolved = resolved is { } minute ? At(minute) : null,
            Heard = [At(0)],
        };
}
