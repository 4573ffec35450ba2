using System.Globalization;
using CsCheck;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

public sealed class LocalTimeTests
{
    [Theory]
    [InlineData("Europe/Warsaw", "2026-03-29T01:59", "2026-03-29T00:59Z", "2026-03-29T00:59Z")]
    [InlineData("Europe/Warsaw", "2026-03-29T02:00", "2026-03-29T01:00Z", "2026-03-29T01:00Z")] // does not exist
    [InlineData("Europe/Warsaw", "2026-03-29T02:59", "2026-03-29T01:00Z", "2026-03-29T01:00Z")] // does not exist
    [InlineData("Europe/Warsaw", "2026-03-29T03:00", "2026-03-29T01:00Z", "2026-03-29T01:00Z")]
    [InlineData("Europe/Warsaw", "2026-10-25T01:59", "2026-10-24T23:59Z", "2026-10-24T23:59Z")]
    [InlineData("Europe/Warsaw", "2026-10-25T02:00", "2026-10-25T00:00Z", "2026-10-25T01:00Z")] // exists twice
    [InlineData("Europe/Warsaw", "2026-10-25T02:59", "2026-10-25T00:59Z", "2026-10-25T01:59Z")] // exists twice
    [InlineData("Europe/Warsaw", "2026-10-25T03:00", "2026-10-25T02:00Z", "2026-10-25T02:00Z")]
    [InlineData("America/New_York", "2026-03-08T02:30", "2026-03-08T07:00Z", "2026-03-08T07:00Z")] // does not exist
    [InlineData("America/New_York", "2026-03-08T03:00", "2026-03-08T07:00Z", "2026-03-08T07:00Z")]
    [InlineData("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30Z", "2026-11-01T06:30Z")] // exists twice
    [InlineData("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30Z", "2026-10-03T15:30Z")] // half an hour is left out
    [InlineData("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45Z", "2026-04-04T15:15Z")] // half an hour exists twice
    [InlineData("Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00Z", "2026-04-23T22:00Z")] // the day begins at 1 o'clock
    [InlineData("America/Havana", "2026-11-01T00:00", "2026-11-01T04:00Z", "2026-11-01T05:00Z")] // midnight exists twice
    [InlineData("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00Z", "2011-12-30T10:00Z")] // the day was left out at the date line
    [InlineData("Pacific/Apia", "2011-12-31T00:00", "2011-12-30T10:00Z", "2011-12-30T10:00Z")]
    [InlineData("Asia/Kolkata", "2026-06-01T00:00", "2026-05-31T18:30Z", "2026-05-31T18:30Z")]
    [InlineData("UTC", "2026-06-01T00:00", "2026-06-01T00:00Z", "2026-06-01T00:00Z")]
    public void A_local_time_is_this_instant(string zone, string local, string earlier, string later)
    {
        Assert.Equal(Instant(earlier), LocalTime.ToUtc(Local(local), Zone(zone)));
        Assert.Equal(Instant(later), LocalTime.ToUtc(Local(local), Zone(zone), later: true));
    }

    [Fact]
    public void Every_instant_comes_back_from_its_local_time()
    {
        string[] zones =
        [
            "Europe/Warsaw",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Cairo",
            "America/Havana",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "Africa/Casablanca",
            "UTC",
        ];
        var from = new DateTime(2005, 1, 1).Ticks / TimeSpan.TicksPerMinute;
        var to = new DateTime(2035, 1, 1).Ticks / TimeSpan.TicksPerMinute;

        Gen.Select(Gen.Int[0, zones.Length - 1].Select(i => zones[i]), Gen.Long[from, to])
            .Sample(
                (name, minute) =>
                {
                    var (zone, time) = (Zone(name), new Timestamp(minute * TimeSpan.TicksPerMinute));
                    var local = LocalTime.FromUtc(time, zone);
                    return LocalTime.ToUtc(local, zone) == time || LocalTime.ToUtc(local, zone, later: true) == time;
                },
                iter: 20_000
            );
    }

    [Theory]
    [InlineData("Europe/Warsaw", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("Etc/GMT+5", true)]
    [InlineData("UTC", true)]
    [InlineData("europe/warsaw", false)]
    [InlineData("EUROPE/WARSAW", false)]
    [InlineData("Europe//Warsaw", false)]
    [InlineData("Europe", false)]
    [InlineData("", false)]
    [InlineData("right/Europe/Warsaw", false)]
    [InlineData("posixrules", false)]
    [InlineData("localtime", false)]
    [InlineData("Factory", false)]
    [InlineData("/etc/hostname", false)]
    [InlineData("../../../etc/hostname", false)]
    [InlineData("Central European Standard Time", false)]
    [InlineData("Mars/Base", false)]
    public void Zones_are_found_by_their_exact_names_whatever_was_asked_before(string name, bool isKnown)
    {
        Assert.True(LocalTime.TryFindZone("Europe/Warsaw", out _));

        Assert.Equal(isKnown, LocalTime.TryFindZone(name, out var zone));
        Assert.Equal(isKnown, zone is not null);
    }

    private static TimeZoneInfo Zone(string name) => LocalTime.TryFindZone(name, out var zone) ? zone : throw new ArgumentException(name);

    private static DateTime Local(string text) => DateTime.ParseExact(text, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    private static Timestamp Instant(string text) => new(Local(text.TrimEnd('Z')).Ticks);
}
