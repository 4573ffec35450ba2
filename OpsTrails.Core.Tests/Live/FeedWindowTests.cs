using CsCheck;
using OpsTrails.Core.Events;
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
                    var entry = Entry(window.Head + 1 + (skip == 9 ? 5 : 0), bytes);
                    if (skip == 9)
                        all.Clear();
                    window.Add(entry);
                    all.Add(entry);

                    Assert.Equal(entry.Sequence, window.Head);
                    Assert.True(window.Count <= MaxEvents && all.TakeLast(window.Count).Sum(kept => kept.Event.Json.Length) <= MaxBytes);
                    for (var from = Math.Max(0, entry.Sequence - all.Count); from <= entry.Sequence + 1; from++)
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
            window.Add(Entry(sequence, 10));

        Assert.Equal((MaxEvents, 20L), (window.Count, window.Head));
    }

    [Fact]
    public void A_window_that_moves_drops_its_events()
    {
        var window = new FeedWindow(MaxEvents, MaxBytes);
        window.Add(Entry(1, 10));

        window.MoveTo(10);

        Assert.Null(window.ReadAfter(0, 5));
        Assert.Null(window.ReadAfter(9, 5));
        Assert.Empty(window.ReadAfter(10, 5)!);
    }

    private static FeedEntry Entry(long sequence, int bytes) =>
        new(
            sequence,
            new RecordedEvent
            {
                Id = "e",
                Source = "s",
                Type = "t",
                Time = 0,
                CreatedAt = 0,
                Json = new byte[bytes],
            }
        );
}
