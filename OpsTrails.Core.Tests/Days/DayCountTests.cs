using CsCheck;
using OpsTrails.Core.Days;
using OpsTrails.Core.Events;
using OpsTrails.Core.Meaning;

namespace OpsTrails.Core.Tests.Days;

public sealed class DayCountTests
{
    private static readonly Gen<DayEntry> Entry = Gen.Select(
        Gen.Int[0, DayEntry.Quarters - 1],
        Gen.OneOf("deployment", "incident.opened", "höchst seltsam", "rollback"),
        Gen.Int[-1, 5],
        Gen.Int[0, 3],
        Gen.Int[-1, 3],
        Gen.OneOf("BE", "//github.com/acme/checkout", ""),
        (quarter, type, phase, outcome, severity, source) =>
            new DayEntry(
                quarter,
                type,
                phase < 0 ? null : (EventPhase)phase,
                (EventOutcome)outcome,
                severity < 0 ? null : EventRules.Severities[severity],
                source
            )
    );

    [Fact]
    public void What_is_read_is_what_was_written() =>
        Gen.Select(Entry, Gen.Int[1, 100_000])
            .Array[0, 60]
            .Sample(entries =>
            {
                var count = Count(entries);

                var read = DayCount.Read(count.Write(TypeMeanings.None));

                Assert.Equal(
                    count.Counts.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal),
                    read.Counts.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal)
                );
            });

    [Fact]
    public void A_day_with_thousands_of_systems_and_types_fits_and_counts_all_of_them()
    {
        var count = new DayCount();
        for (var i = 0; i < 20_000; i++)
            count.Add(
                new DayEntry(
                    i % DayEntry.Quarters,
                    i % 3 == 0 ? "deployment" : $"config-change of {new string('x', 60)} {i % 700}",
                    (EventPhase)(i % 3),
                    (EventOutcome)(i % 4),
                    EventRules.Severities[i % 4],
                    $"//github.com/acme-corporation/system-{i % 5_000}"
                )
            );

        var written = count.Write(TypeMeanings.None);

        // A row holds 1 MB, and a property 64 KB.
        Assert.InRange(written.Length, 1, 64 * 1024);
        var read = DayCount.Read(written);
        Assert.Equal(20_000, read.Counts.Values.Sum());
        Assert.Equal(Kinds(count), Kinds(read));
        Assert.Equal(Hours(count), Hours(read));
    }

    [Fact]
    public void The_systems_with_the_most_events_keep_their_names()
    {
        var count = new DayCount();
        for (var i = 0; i < 3_000; i++)
            count.Add(new DayEntry(40, "deployment", null, EventOutcome.Unknown, null, $"system-{i}"), i < 10 ? 50 : 1);

        var read = DayCount.Read(count.Write(TypeMeanings.None));

        Assert.All(Enumerable.Range(0, 10), i => Assert.Equal(50, read.Counts.Single(pair => pair.Key.Source == $"system-{i}").Value));
        Assert.Equal(3_000 + 490, read.Counts.Values.Sum());
        Assert.True(read.Counts.Single(pair => pair.Key.Source is null).Value > 2_900);
    }

    [Fact]
    public void Damaged_counts_are_a_surprise_with_a_reason()
    {
        Assert.Throws<InvalidDataException>(() => DayCount.Read([]));
        Assert.Throws<InvalidDataException>(() => DayCount.Read([9]));
        Assert.Throws<InvalidDataException>(() => DayCount.Read([1, 0, 1, 0, 7]));
    }

    private static DayCount Count((DayEntry Entry, int Count)[] entries)
    {
        var count = new DayCount();
        foreach (var (entry, number) in entries)
            count.Add(entry, number);
        return count;
    }

    private static IEnumerable<(EventKind, int)> Kinds(DayCount count) =>
        count
            .Counts.GroupBy(pair => DayEntry.KindOf(pair.Key.Type, TypeMeanings.None))
            .OrderBy(group => group.Key)
            .Select(group => (group.Key, group.Sum(pair => pair.Value)));

    private static IEnumerable<(int, int)> Hours(DayCount count) =>
        count
            .Counts.GroupBy(pair => pair.Key.Quarter / 4)
            .OrderBy(group => group.Key)
            .Select(group => (group.Key, group.Sum(pair => pair.Value)));
}
