using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Live;

namespace OpsTrails.Core.Tests.Live;

public sealed class FeedWindowTests
{
    private const int MaxEvents = 7;
    private const int MaxBytes = 100;

    [Fact]
    public void A_window_returns_what_follows_or_reports_that_it_is_not_kept() =>
        Gen.Select(Gen.Int[0, 120], Gen.Int[0, 9])
            .List[0, 40]
            .Sample(steps =>
            {
                var window = new FeedWindow(MaxEvents, MaxBytes);
                var all = new List<FeedEntry>();
                foreach (var (bytes, skip) in steps)
                {
                    // Sequence numbers jump occasionally, as after a restore or when rows are missing.
                    var entry = Entry(window.Head.Next() + (skip == 9 ? 5 : 0), bytes);
                    if (skip == 9)
                        all.Clear();
                    window.Add(entry);
                    all.Add(entry);

                    Assert.Equal(entry.Sequence, window.Head);
                    Assert.True(window.Count <= MaxEvents && all.TakeLast(window.Count).Sum(kept => kept.Bytes) <= MaxBytes);
                    for (var from = all[0].Sequence.Previous(); from <= entry.Sequence.Next(); from = from.Next())
                    {
                        var expected =
                            from >= entry.Sequence - window.Count
                                ? all.Where(e => e.Sequence > from).Take(3).Select(e => e.Sequence)
                                : null;
                        Assert.Equal(expected, window.ReadAfter(from, 3)?.Select(e => e.Sequence));
                    }
                }
            });

    [Fact]
    public void A_window_keeps_as_much_as_it_may()
    {
        var window = new FeedWindow(MaxEvents, MaxBytes);

        foreach (var sequence in Enumerable.Range(1, 20))
            window.Add(Entry(new FeedSequence(sequence), 10));

        Assert.Equal((MaxEvents, 20L), (window.Count, window.Head.Number));
    }

    [Fact]
    public void A_window_that_moves_drops_its_events()
    {
        var window = new FeedWindow(MaxEvents, MaxBytes);
        window.Add(Entry(new FeedSequence(1), 10));

        window.MoveTo(new FeedSequence(10));

        Assert.Null(window.ReadAfter(FeedSequence.Zero, 5));
        Assert.Null(window.ReadAfter(new FeedSequence(9), 5));
        Assert.Empty(window.ReadAfter(new FeedSequence(10), 5)!);
    }

    [Fact]
    public void A_deleted_event_leaves_its_place_and_its_bytes_wherever_it_is() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 12])
            .List[0, 60]
            .Sample(steps =>
            {
                var window = new FeedWindow(MaxEvents, MaxBytes);
                var deleted = new HashSet<FeedSequence>();
                foreach (var (bytes, back) in steps)
                {
                    // 0 is an event; others delete the event so far back, which may be the newest, the oldest, or no longer there.
                    var sequence = window.Head.Next();
                    if (back == 0 || sequence.Number <= back)
                        window.Add(Entry(sequence, bytes));
                    else
                        window.Add(new FeedEntry(sequence) { Deleted = Deleted(sequence - back) });
                    if (back > 0 && sequence.Number > back)
                        deleted.Add(sequence - back);

                    var kept = window.ReadAfter(window.Head - window.Count, MaxEvents)!;
                    Assert.Equal(
                        Enumerable.Range(0, kept.Count).Select(i => window.Head.Next() - kept.Count + i),
                        kept.Select(e => e.Sequence)
                    );
                    Assert.All(kept, e => Assert.True(e.Event is null || !deleted.Contains(e.Sequence)));
                    Assert.True(kept.Sum(e => e.Bytes) <= MaxBytes);
                }
            });

    [Fact]
    public void The_bytes_of_deleted_events_are_free_again()
    {
        var window = new FeedWindow(MaxEvents, MaxBytes);
        foreach (var sequence in Enumerable.Range(1, 3))
            window.Add(Entry(new FeedSequence(sequence), 30));

        window.Empty(new FeedSequence(2));
        window.Empty(new FeedSequence(2));
        window.Empty(new FeedSequence(99));
        window.Empty(FeedSequence.Zero);
        window.Add(Entry(new FeedSequence(4), 40));

        Assert.Equal([30, 0, 30, 40], window.ReadAfter(FeedSequence.Zero, 9)!.Select(e => e.Bytes));
    }

    [Fact]
    public void After_a_reset_the_window_keeps_nothing_from_before_it()
    {
        var window = new FeedWindow(MaxEvents, MaxBytes);
        window.Add(Entry(new FeedSequence(1), 10));

        window.Add(new FeedEntry(new FeedSequence(2)) { ResetAt = new Timestamp(7) });

        Assert.Null(window.ReadAfter(FeedSequence.Zero, 9));
        Assert.Equal(new Timestamp(7), Assert.Single(window.ReadAfter(new FeedSequence(1), 9)!).ResetAt);
    }

    private static DeletedEvent Deleted(FeedSequence sequence) =>
        new()
        {
            Id = "e",
            Source = "s",
            Type = "t",
            DeletedAt = default,
            Sequence = sequence,
        };

    private static FeedEntry Entry(FeedSequence sequence, int bytes) =>
        new(
            sequence,
            new RecordedEvent
            {
                Id = "e",
                Source = "s",
                Type = "t",
                Time = default,
                CreatedAt = default,
                Json = new byte[bytes],
            }
        );
}
