using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Grid;

[Layer(Layer.Store)]
public sealed class CellTests
{
    // Few moments, so that many events share one; the index is the id, so that no two are the same.
    private static readonly Gen<RecordedEvent[]> Events = Gen.Select(
            Gen.Long[0, 12],
            Gen.OneOf("1.0", "2.0", null!),
            Gen.OneOf("LOW", null!)
        )
        .Array[1, 40]
        .Select(events => events.Select((e, i) => Event($"e-{i}", e.Item1, e.Item2, e.Item3)).ToArray());

    /// <summary>The events in some order, some of them repeated, in groups.</summary>
    private static readonly Gen<(RecordedEvent[] All, List<RecordedEvent[]> Groups)> Grouped = Events.SelectMany(all =>
        Gen.Select(
            Gen.Shuffle(all),
            Gen.OneOf(all).Array[0, 20],
            Gen.Int[1, 7],
            (shuffled, repeated, size) => (all, shuffled.Concat(repeated).Chunk(size).ToList())
        )
    );

    [Fact]
    public void Any_order_grouping_and_repetition_gives_the_same_cell() =>
        Grouped.Sample(x => Assert.Equal(Shown(Cell.Merge(null, x.All, TypeMeanings.None)), Shown(Merged(x.Groups))), iter: 1_000);

    [Fact]
    public void A_cell_is_what_the_whole_list_says() =>
        Events.Sample(
            all =>
            {
                var cell = Cell.Merge(null, all, TypeMeanings.None);

                Assert.Equal(all.Min(e => e.Time), cell.FirstSeen);
                Assert.Equal(NewestFirst(all).Take(3), cell.Latest.Select(e => e.Id));
                Assert.Equal(NewestFirst(all.Where(e => e.Version is not null)).Take(12), cell.Movers.Select(e => e.Id));
            },
            iter: 1_000
        );

    [Fact]
    public void A_cell_contains_events_when_merging_them_changes_nothing() =>
        Gen.Select(Events, Events)
            .Sample(
                (before, more) =>
                {
                    var cell = Cell.Merge(null, before, TypeMeanings.None);

                    Assert.Equal(Shown(cell) == Shown(Cell.Merge(cell, more, TypeMeanings.None)), cell.Contains(more, TypeMeanings.None));
                },
                iter: 1_000
            );

    [Fact]
    public void A_cell_contains_what_was_merged_into_it() =>
        Grouped.Sample(x => Assert.All(x.Groups, group => Assert.True(Merged(x.Groups).Contains(group, TypeMeanings.None))));

    [Fact]
    public void A_cell_keeps_what_it_shows_of_an_event()
    {
        var cell = Cell.Merge(null, [Event("e-1", 5, "1.0", "MAJOR")], TypeMeanings.None);

        Assert.Equal(
            new CellEvent(
                new Timestamp(5),
                new Timestamp(5),
                0,
                EventIdentity.Hash("BE", "e-1"),
                "e-1",
                "deployment",
                "1.0",
                "MAJOR",
                null
            ),
            Assert.Single(cell.Latest)
        );
    }

    [Fact]
    public void A_cell_keeps_no_more_than_its_newest_events()
    {
        var cell = Cell.Merge(null, [.. Enumerable.Range(1, 20).Select(i => Event($"e-{i}", i, "1.0", null))], TypeMeanings.None);

        Assert.Equal((12, 9L, 3, 18L), (cell.Movers.Count, cell.Movers[^1].Time.Ticks, cell.Latest.Count, cell.Latest[^1].Time.Ticks));
    }

    [Fact]
    public void An_event_without_a_version_is_no_version()
    {
        var cell = Cell.Merge(null, [Event("e-1", 1, null, null)], TypeMeanings.None);

        Assert.Empty(cell.Movers);
    }

    [Fact]
    public void An_older_event_moves_only_the_beginning()
    {
        var cell = Cell.Merge(null, [.. Enumerable.Range(10, 12).Select(i => Event($"e-{i}", i, "1.0", null))], TypeMeanings.None);

        var merged = Cell.Merge(cell, [Event("old", 1, "0.1", null)], TypeMeanings.None);

        Assert.Equal(Shown(cell with { FirstSeen = new Timestamp(1) }), Shown(merged));
    }

    [Fact]
    public void A_cell_does_not_contain_an_event_from_before_its_beginning()
    {
        var cell = Cell.Merge(null, [.. Enumerable.Range(10, 12).Select(i => Event($"e-{i}", i, "1.0", null))], TypeMeanings.None);

        Assert.False(cell.Contains([Event("old", 1, "0.1", null)], TypeMeanings.None));
    }

    [Fact]
    public void A_cell_comes_out_of_its_row_as_it_went_in() =>
        Events.Sample(all =>
        {
            var cell = Cell.Merge(null, all, TypeMeanings.None);

            var read = CellRow.Read(CellRow.Write(CellRow.Key(OrganizationId.Parse("acme"), cell.Subject, cell.Source), cell));

            Assert.Equal(Shown(cell), Shown(read));
        });

    [Fact]
    public void Texts_of_every_alphabet_come_out_of_a_cells_row_as_they_went_in() =>
        EventGens.Valid.Sample(sent =>
        {
            var draft = sent.Parse().Valid;
            var cell = Cell.Merge(
                null,
                [RecordedEvent.From(draft, draft.Id ?? "e-1", new Timestamp(1), new Timestamp(1))],
                TypeMeanings.None
            );

            var read = CellRow.Read(CellRow.Write(CellRow.Key(OrganizationId.Parse("acme"), cell.Subject, cell.Source), cell));

            Assert.Equal(Shown(cell), Shown(read));
        });

    private static Cell Merged(IEnumerable<RecordedEvent[]> groups) =>
        groups.Aggregate((Cell?)null, (cell, group) => Cell.Merge(cell, group, TypeMeanings.None))!;

    private static IEnumerable<string> NewestFirst(IEnumerable<RecordedEvent> events)
    {
        var sorted = events.ToList();
        sorted.Sort((a, b) => b.Order.CompareTo(a.Order));
        return sorted.Select(e => e.Id);
    }

    private static string Shown(Cell cell) =>
        $"{cell.Subject ?? "none"} {cell.Source} {cell.FirstSeen} {cell.Recorded}\n"
        + $"{string.Join('\n', cell.Movers.Concat(cell.Ahead))}\n{string.Join('\n', cell.Latest)}";

    private static RecordedEvent Event(string id, long time, string? version, string? severity) =>
        new()
        {
            Id = id,
            Source = "BE",
            Type = "deployment",
            Subject = "PROD",
            Version = version,
            Severity = severity,
            Time = new Timestamp(time),
            CreatedAt = new Timestamp(time),
            Json = default,
        };
}
