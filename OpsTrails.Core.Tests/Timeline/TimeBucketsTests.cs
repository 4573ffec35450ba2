using System.Globalization;
using CsCheck;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

public sealed class TimeBucketsTests
{
    [Theory]
    [InlineData("Europe/Warsaw", "2026-03-29", 23)]
    [InlineData("Europe/Warsaw", "2026-10-25", 25)]
    [InlineData("Europe/Warsaw", "2026-06-01", 24)]
    [InlineData("America/New_York", "2026-03-08", 23)]
    [InlineData("America/New_York", "2026-11-01", 25)]
    public void A_day_has_as_many_hours_as_clocks_make_of_it(string zoneName, string date, int hours)
    {
        var zone = Zone(zoneName);
        var day = DateTime.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (from, to) = (LocalTime.ToUtc(day, zone), LocalTime.ToUtc(day.AddDays(1), zone));

        var buckets = TimeBuckets.Cut(from, to, zone, BucketSize.Hour)!;

        Assert.Equal(hours, buckets.Starts.Count);
        Assert.Equal(from, buckets.Starts[0]);
        Assert.All(buckets.Starts.Zip(buckets.Starts.Skip(1)), pair => Assert.Equal(TimeSpan.FromHours(1), pair.Second - pair.First));
        Assert.Equal([from], TimeBuckets.Cut(from, to, zone, BucketSize.Day)!.Starts);
    }

    [Fact]
    public void Where_clocks_change_by_half_an_hour_one_is_cut_short()
    {
        var zone = Zone("Australia/Lord_Howe");
        var noon = LocalTime.ToUtc(new DateTime(2026, 10, 4, 0, 0, 0), zone);

        var starts = TimeBuckets.Cut(noon, noon + TimeSpan.FromHours(5), zone, BucketSize.Hour)!.Starts;

        Assert.Equal(
            ["00:00", "01:00", "02:30", "03:00", "04:00", "05:00"],
            starts.Select(start => LocalTime.FromUtc(start, zone).ToString("HH:mm", CultureInfo.InvariantCulture))
        );
    }

    [Fact]
    public void A_day_that_was_left_out_has_no_bucket()
    {
        var zone = Zone("Pacific/Apia");
        var from = LocalTime.ToUtc(new DateTime(2011, 12, 29), zone);

        var starts = TimeBuckets.Cut(from, from + TimeSpan.FromDays(3), zone, BucketSize.Day)!.Starts;

        Assert.Equal([29, 31, 1], starts.Select(start => LocalTime.FromUtc(start, zone).Day));
    }

    [Fact]
    public void Every_moment_of_a_window_is_in_the_bucket_of_its_local_hour_or_day()
    {
        string[] zones =
        [
            "Europe/Warsaw",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Cairo",
            "America/Havana",
            "Asia/Kathmandu",
            "UTC",
        ];
        var begin = new Timestamp(new DateTime(2020, 1, 1).Ticks);
        Gen.Select(
                Gen.Int[0, zones.Length - 1].Select(i => zones[i]),
                Gen.Long[0, 10 * 365 * TimeSpan.TicksPerDay],
                Gen.Long[0, 40 * TimeSpan.TicksPerDay],
                Gen.Enum<BucketSize>(),
                Gen.Double.Unit
            )
            .Sample(
                (name, offset, length, size, at) =>
                {
                    var (zone, from, to) = (Zone(name), begin + new TimeSpan(offset), begin + new TimeSpan(offset + length));
                    var buckets = TimeBuckets.Cut(from, to, zone, size)!;
                    if (length == 0)
                        return buckets.Starts.Count == 0 || buckets.Starts[0] < from;
                    var moment = from + new TimeSpan((long)(at * (length - 1)));
                    var start = buckets.Starts[buckets.IndexOf(moment)];
                    var (local, localStart) = (LocalTime.FromUtc(moment, zone), LocalTime.FromUtc(start, zone));
                    var sameBucket = local.Date == localStart.Date && (size == BucketSize.Day || local.Hour == localStart.Hour);
                    return start <= moment
                        && sameBucket
                        && buckets.Starts.Zip(buckets.Starts.Skip(1)).All(pair => pair.First < pair.Second);
                }
            );
    }

    [Fact]
    public void At_most_1000_buckets_are_returned()
    {
        Assert.Equal(
            1_000,
            TimeBuckets
                .Cut(Timestamp.MinValue, Timestamp.MinValue + TimeSpan.FromHours(1_000), TimeZoneInfo.Utc, BucketSize.Hour)!
                .Starts.Count
        );
        Assert.Null(
            TimeBuckets.Cut(Timestamp.MinValue, (Timestamp.MinValue + TimeSpan.FromHours(1_000)).Next(), TimeZoneInfo.Utc, BucketSize.Hour)
        );
    }

    [Theory]
    [InlineData(BucketSize.Hour)]
    [InlineData(BucketSize.Day)]
    public void The_end_of_the_calendar_is_the_end_of_the_last_bucket(BucketSize size)
    {
        var last = Timestamp.MaxValue;

        Assert.NotEmpty(TimeBuckets.Cut(last - TimeSpan.FromDays(1), last, Zone("Pacific/Apia"), size)!.Starts);
        Assert.NotEmpty(TimeBuckets.Cut(last - TimeSpan.FromDays(1), last, Zone("America/New_York"), size)!.Starts);
    }

    private static TimeZoneInfo Zone(string name) => LocalTime.TryFindZone(name, out var zone) ? zone : throw new ArgumentException(name);
}
