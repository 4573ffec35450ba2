using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Meaning;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Core.Tests.Grid;

public sealed class CellStateTests
{
    private static readonly RecordedEvent[] Deployments = [.. Enumerable.Range(0, 16).Select(i => Event($"e-{i}", i, $"v{i}"))];

    [Fact]
    public void What_a_cell_keeps_is_enough_for_its_recent_past()
    {
        var state = new CellState(Cell.Merge(null, Deployments, TypeMeanings.None), At(13), TypeMeanings.None);

        Assert.Equal(("v13", "e-13"), (state.Version!.Version, state.Last!.Id));
    }

    [Fact]
    public void Beyond_it_nothing_is_known_until_more_is_read()
    {
        var state = new CellState(Cell.Merge(null, Deployments, TypeMeanings.None), At(2), TypeMeanings.None);
        Assert.Equal((true, false, false), (state.Exists, state.KnowsVersion, state.KnowsLast));

        state.Add(state.Parts[0], [CellEvent.Of(Deployments[2])], isEnd: false);

        Assert.Equal(("v2", "e-2"), (state.Version!.Version, state.Last!.Id));
    }

    [Fact]
    public void What_retention_has_taken_away_is_not_taken_for_nothing()
    {
        var state = new CellState(Cell.Merge(null, Deployments, TypeMeanings.None), At(2), TypeMeanings.None);

        state.Add(state.Parts[0], [], isEnd: true);

        Assert.Equal((false, true, null), (state.KnowsVersion, state.KnowsLast, state.Last));
    }

    [Fact]
    public void A_cell_that_was_read_to_its_first_event_is_known_to_have_had_no_version()
    {
        var before = Event("before", -1, null, "cache-purge");
        var state = new CellState(Cell.Merge(null, [before, .. Deployments], TypeMeanings.None), At(-1), TypeMeanings.None);

        state.Add(state.Parts[0], [CellEvent.Of(before)], isEnd: false);
        state.Add(state.Parts[0], [], isEnd: true);

        Assert.Equal((true, null), (state.KnowsVersion, state.Version));
    }

    [Fact]
    public void Before_its_first_event_there_is_no_cell() =>
        Assert.False(new CellState(Cell.Merge(null, Deployments, TypeMeanings.None), At(-1), TypeMeanings.None).Exists);
}
