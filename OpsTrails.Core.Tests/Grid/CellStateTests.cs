using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Core.Tests.Grid;

public sealed class CellStateTests
{
    private static readonly RecordedEvent[] Deployments = [.. Enumerable.Range(0, 12).Select(i => Event($"e-{i}", i, $"v{i}"))];

    [Fact]
    public void What_a_cell_keeps_is_enough_for_its_recent_past()
    {
        var story = new CellState(Cell.Merge(null, Deployments), At(9));

        Assert.Equal(("v9", "e-9"), (story.Version!.Version, story.Last!.Id));
    }

    [Fact]
    public void Beyond_it_nothing_is_known_until_more_is_read()
    {
        var story = new CellState(Cell.Merge(null, Deployments), At(2));
        Assert.Equal((true, false, false), (story.Exists, story.KnowsVersion, story.KnowsLast));

        story.Add([CellEvent.Of(Deployments[2])], isEnd: false);

        Assert.Equal(("v2", "e-2"), (story.Version!.Version, story.Last!.Id));
    }

    [Fact]
    public void What_retention_has_taken_away_is_not_taken_for_nothing()
    {
        var story = new CellState(Cell.Merge(null, Deployments), At(2));

        story.Add([], isEnd: true);

        Assert.Equal((false, true, null), (story.KnowsVersion, story.KnowsLast, story.Last));
    }

    [Fact]
    public void A_cell_that_was_read_to_its_first_event_is_known_to_have_had_no_version()
    {
        var before = Event("before", -1, null, "cache-purge");
        var story = new CellState(Cell.Merge(null, [before, .. Deployments]), At(-1));

        story.Add([CellEvent.Of(before)], isEnd: false);
        story.Add([], isEnd: true);

        Assert.Equal((true, null), (story.KnowsVersion, story.Version));
    }

    [Fact]
    public void Before_its_first_event_there_is_no_cell() => Assert.False(new CellState(Cell.Merge(null, Deployments), At(-1)).Exists);
}
