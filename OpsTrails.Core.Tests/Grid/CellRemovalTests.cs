using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Grid;
using OpsTrails.Core.Meaning;
using static OpsTrails.Core.Tests.Fixtures.GridEvents;

namespace OpsTrails.Core.Tests.Grid;

public sealed class CellRemovalTests
{
    private static readonly Gen<RecordedEvent> AnyEvent = Gen.Select(
        Gen.Int[0, 30],
        Gen.OneOf("1.0", "2.0", null!),
        Gen.OneOf("deployment", "cache-purge", "incident.opened"),
        Gen.Int[-3, 10],
        (minute, version, type, recordedAfter) => Event("", minute, version, type, recordedAfter: recordedAfter)
    );

    private static readonly Gen<(RecordedEvent[] All, RecordedEvent Removed)> Histories = AnyEvent
        .Array[1, 60]
        .Select(events => events.Select((e, i) => Event($"e-{i}", 0, e.Version, e.Type).At(e)).ToArray())
        .SelectMany(all => Gen.OneOf(all).Select(removed => (all, removed)));

    [Fact]
    public void A_cell_without_an_event_is_the_cell_that_never_had_it() =>
        Gen.Select(Histories, Gen.Int[1, 20])
            .Sample(
                (history, page) =>
                {
                    var (all, removed) = history;
                    var cell = Cell.Merge(null, all, TypeMeanings.None);
                    List<RecordedEvent> left = [.. all.Where(e => e != removed)];

                    var result = Remove(cell, removed, all, page);

                    if (left.Count == 0)
                        Assert.Null(result);
                    else
                        AssertSame(Cell.Merge(null, left, TypeMeanings.None), result);
                },
                iter: 2_000
            );

    [Fact]
    public void Repeating_it_changes_nothing() =>
        Histories.Sample(
            history =>
            {
                var (all, removed) = history;
                var once = Remove(Cell.Merge(null, all, TypeMeanings.None), removed, all, 100);

                if (once is not null)
                    AssertSame(once, Remove(once, removed, all, 100));
            },
            iter: 500
        );

    [Fact]
    public void What_retention_outlived_stays()
    {
        RecordedEvent[] all = [.. Enumerable.Range(0, 8).Select(i => Event($"e-{i}", i, $"v{i}"))];

        var result = Remove(Cell.Merge(null, all, TypeMeanings.None), all[7], all[5..], 100);

        AssertSame(Cell.Merge(null, all[..7], TypeMeanings.None), result);
    }

    [Fact]
    public void A_place_that_nothing_takes_because_of_retention_makes_the_past_unknown()
    {
        RecordedEvent[] all = [.. Enumerable.Range(0, 14).Select(i => Event($"e-{i}", i, $"v{i}"))];

        var result = Remove(Cell.Merge(null, all, TypeMeanings.None), all[7], all[5..], 100);

        Assert.Equal((11, true, false), (result!.Movers.Count, result.IsCut, result.IsWhole));
    }

    [Fact]
    public void An_event_that_the_cell_has_passed_is_not_looked_for()
    {
        RecordedEvent[] all = [.. Enumerable.Range(0, 20).Select(i => Event($"e-{i}", i, $"v{i}"))];

        var removal = new CellRemoval(Cell.Merge(null, all, TypeMeanings.None), [all[3].Order], TypeMeanings.None);

        Assert.False(removal.MayChange);
    }

    [Fact]
    public void The_same_id_recorded_again_is_another_event()
    {
        var (old, anew) = (Event("a", 1, "1.0"), Event("a", 1, "2.0", recordedAfter: 5));
        var cell = Cell.Merge(Cell.Merge(null, [old], TypeMeanings.None), [anew], TypeMeanings.None);

        var result = Remove(cell, old, [old, anew], 100);

        AssertSame(Cell.Merge(null, [anew], TypeMeanings.None), result);
    }

    [Fact]
    public void A_merge_keeps_the_newest_moment_of_recording()
    {
        var cell = Cell.Merge(null, [Event("late", 1, "1.0", recordedAfter: 60)], TypeMeanings.None);

        Assert.Equal(At(61), Cell.Merge(cell, [Event("now", 5, "2.0")], TypeMeanings.None).Recorded);
        Assert.Equal(At(62), Cell.Merge(cell, [Event("later", 2, "2.0", recordedAfter: 60)], TypeMeanings.None).Recorded);
        Assert.Equal(At(61), Cell.Merge(cell with { Recorded = null }, [Event("now", 5, "2.0")], TypeMeanings.None).Recorded);
    }

    private static Cell? Remove(Cell cell, RecordedEvent removed, IReadOnlyList<RecordedEvent> partition, int page)
    {
        var removal = new CellRemoval(cell, [removed.Order], TypeMeanings.None);
        if (!removal.MayChange)
            return cell;
        List<CellEvent> newestFirst = [.. partition.Select(CellEvent.Of).OrderByDescending(e => e.Order)];
        foreach (var events in removal.NeedsAll ? newestFirst.Chunk(page) : [])
            removal.Add(events);
        foreach (var gap in removal.NeedsAll ? [] : removal.Gaps)
        {
            foreach (var events in newestFirst.Where(e => e.Order < gap.After.Event!.Value).Chunk(page))
            {
                removal.Add(events);
                if (events.Any(gap.Fits))
                    break;
            }
        }
        return removal.Result;
    }

    private static void AssertSame(Cell expected, Cell? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(Shown(expected), Shown(actual));
    }

    private static string Shown(Cell cell) =>
        string.Join(
            '\n',
            $"{cell.FirstSeen} {cell.Recorded} {cell.IsCut} {cell.Types}",
            string.Join(',', cell.Movers),
            string.Join(',', cell.Ahead),
            string.Join(',', cell.Latest)
        );
}

file static class MovedEvents
{
    public static RecordedEvent At(this RecordedEvent e, RecordedEvent moment) =>
        new()
        {
            Id = e.Id,
            Source = e.Source,
            Type = e.Type,
            Subject = e.Subject,
            Version = e.Version,
            Time = moment.Time,
            CreatedAt = moment.CreatedAt,
            Json = e.Json,
        };
}
