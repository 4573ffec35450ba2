using CsCheck;
using OpsTrails.Core.Facets;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Facets;

public sealed class SeenDaysTests
{
    private static readonly Gen<SeenDays> Days = Gen.Select(
        Gen.Long[0, 20],
        Gen.Long[0, 20],
        (a, b) => new SeenDays(Math.Min(a, b), Math.Max(a, b))
    );

    [Theory]
    [InlineData("0001-01-01T00:00:00", 0)]
    [InlineData("0001-01-02T00:00:00", 1)]
    [InlineData("1970-01-01T00:00:00", 719_162)]
    [InlineData("2025-01-15T23:59:59.9999999", 739_265)]
    [InlineData("2025-01-16T00:00:00", 739_266)]
    public void A_moment_is_seen_on_its_day_in_utc(string moment, long day) =>
        Assert.Equal(
            new SeenDays(day, day),
            SeenDays.On(new Timestamp(DateTime.Parse(moment, System.Globalization.CultureInfo.InvariantCulture).Ticks))
        );

    [Fact]
    public void The_union_covers_both() =>
        Gen.Select(Days, Days).Sample((a, b) => Assert.True(a.Union(b) is var union && union.Covers(a) && union.Covers(b)));

    [Fact]
    public void The_union_covers_no_more_than_it_has_to() =>
        Gen.Select(Days, Days, Days)
            .Sample((a, b, wider) => Assert.Equal(wider.Covers(a) && wider.Covers(b), wider.Covers(a.Union(b))), iter: 2_000);

    [Fact]
    public void The_order_of_unions_does_not_count() =>
        Gen.Select(Days, Days, Days).Sample((a, b, c) => Assert.Equal(a.Union(b).Union(c), c.Union(a.Union(b).Union(b))));

    [Fact]
    public void What_covers_changes_nothing_by_a_union() =>
        Gen.Select(Days, Days).Sample((a, b) => Assert.Equal(a.Covers(b), a.Union(b) == a), iter: 1_000);
}
