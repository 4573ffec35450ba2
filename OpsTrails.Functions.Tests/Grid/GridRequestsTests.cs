using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Functions.Tests.Grid;

public sealed class GridRequestsTests
{
    private readonly OrganizationId _organization = OrganizationId.New();

    [Fact]
    public async Task A_thousand_cells_of_now_take_two_requests()
    {
        await using var store = await GridStore.StartAsync();
        await store.RecordAsync(
            _organization,
            Enumerable.Range(0, 1_000).Select(i => Event($"e-{i}", -i, "v1", source: $"s-{i}")).Chunk(200)
        );

        var (grid, queries) = await store.CountAsync(_organization, At(0));

        Assert.Equal(1_000, grid.Rows.Count);
        Assert.Equal([Tables.Cells, Tables.Timeline], queries.Order());
    }

    [Fact]
    public async Task A_past_beyond_what_cells_keep_takes_a_request_each()
    {
        await using var store = await GridStore.StartAsync();
        await store.RecordAsync(
            _organization,
            Enumerable
                .Range(0, 20)
                .SelectMany(i => Enumerable.Range(-20, 12).Select(day => Event($"e-{day}", day * 1440, $"v{day}", source: $"s-{i}")))
                .Chunk(100)
        );

        var (grid, queries) = await store.CountAsync(_organization, At(-19 * 1440));

        Assert.All(grid.Rows, row => Assert.Equal("v-19", row.Cells.Single().Story.Version!.Version));
        Assert.Equal(20, queries.Count(table => table == Tables.Events));
        Assert.Equal(20 + 2, queries.Count);
    }

    [Fact]
    public async Task A_past_that_cells_still_keep_takes_no_more_than_now()
    {
        await using var store = await GridStore.StartAsync();
        await store.RecordAsync(
            _organization,
            [
                [Event("e-1", -90, "v1"), Event("e-2", -60, "v2"), Event("later", -10, "v3", source: "FE")],
            ]
        );

        var (grid, queries) = await store.CountAsync(_organization, At(-70));

        Assert.Equal("v1", Assert.Single(grid.Rows).Cells.Single().Story.Version!.Version);
        Assert.Equal([Tables.Cells, Tables.Timeline], queries.Order());
    }

    [Fact]
    public async Task Where_much_came_later_on_the_day_the_count_begins_at_the_moment()
    {
        await using var store = await GridStore.StartAsync();
        List<RecordedEvent> events =
        [
            Event("y", -1_000, "v1"),
            Event("e", -1, "v2"),
            .. Enumerable.Range(0, 2_500).Select(i => Event($"later-{i}", 1 + i % 700, null, "cache-purge")),
        ];
        await store.RecordAsync(_organization, events.Chunk(100));

        var (grid, queries) = await store.CountAsync(_organization, At(0));

        Assert.Equal((2, true), (grid.Rows.Single().Cells.Single().Last24Hours, grid.IsCountComplete));
        Assert.Equal(3, queries.Count(table => table == Tables.Timeline));
    }

    [Fact]
    public async Task Too_many_events_to_count_are_said_to_be_counted_in_part()
    {
        await using var store = await GridStore.StartAsync();
        await store.RecordAsync(
            _organization,
            Enumerable.Range(0, 10_500).Select(i => Event($"e-{i}", -1 - i % 600, null, "cache-purge", source: $"s-{i % 7}")).Chunk(500)
        );

        var (grid, queries) = await store.CountAsync(_organization, At(0));

        Assert.Equal((10_000, false), (grid.Rows.Sum(row => row.Cells.Single().Last24Hours), grid.IsCountComplete));
        Assert.Equal(10, queries.Count(table => table == Tables.Timeline));
    }

    [Fact]
    public async Task Events_of_the_future_do_not_hide_what_is_now()
    {
        await using var store = await GridStore.StartAsync();
        await store.RecordAsync(
            _organization,
            [
                [Event("now", -5, "v1"), .. Enumerable.Range(1, 9).Select(i => Event($"future-{i}", i, $"f{i}"))],
            ]
        );

        var (grid, queries) = await store.CountAsync(_organization, At(0));

        var cell = grid.Rows.Single().Cells.Single();
        Assert.Equal(("v1", "now", 1), (cell.Story.Version!.Version, cell.Story.Last!.Id, cell.Last24Hours));
        Assert.Equal(1, queries.Count(table => table == Tables.Events));
    }

    [Fact]
    public async Task A_diff_of_what_cells_keep_takes_one_request()
    {
        await using var store = await GridStore.StartAsync();
        await store.RecordAsync(
            _organization,
            Enumerable
                .Range(0, 50)
                .Select(i =>
                    (RecordedEvent[])
                        [
                            .. Enumerable.Range(0, 9).Select(v => Event($"s-{v}", v * 10, $"v{v}", subject: "STAGING", source: $"s-{i}")),
                            .. Enumerable.Range(0, 8).Select(v => Event($"p-{v}", v * 10 + 5, $"v{v}", source: $"s-{i}")),
                        ]
                )
        );
        var query = new DiffQuery(new EnvironmentAt("STAGING", At(100)), new EnvironmentAt("PRODUCTION", At(100)));

        var (diff, queries) = await store.CountAsync(() =>
            store.Diffs.CompareAsync(_organization, query, TestContext.Current.CancellationToken)
        );

        Assert.Equal(50, diff.Sources.Count);
        Assert.All(diff.Sources, source => Assert.Equal((DiffRelation.Ahead, 1), (source.Relation, source.Findings.Count)));
        Assert.Equal([Tables.Cells], queries);
    }
}
