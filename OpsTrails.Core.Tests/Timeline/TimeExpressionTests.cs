using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

public sealed class TimeExpressionTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("now", null, "2026-06-01T12:00:00.000Z", "2026-06-01T12:00:00.000Z")]
    [InlineData("NOW", null, "2026-06-01T12:00:00.000Z", "2026-06-01T12:00:00.000Z")]
    [InlineData("-0m", null, "2026-06-01T12:00:00.000Z", "2026-06-01T12:00:00.000Z")]
    [InlineData("-30m", null, "2026-06-01T11:30:00.000Z", "2026-06-01T11:30:00.000Z")]
    [InlineData("-2h", null, "2026-06-01T10:00:00.000Z", "2026-06-01T10:00:00.000Z")]
    [InlineData("-7d", null, "2026-05-25T12:00:00.000Z", "2026-05-25T12:00:00.000Z")]
    [InlineData("-4w", null, "2026-05-04T12:00:00.000Z", "2026-05-04T12:00:00.000Z")]
    [InlineData("2026-01-15T14:30:00Z", null, "2026-01-15T14:30:00.000Z", "2026-01-15T14:30:00.000Z")]
    [InlineData("2026-01-15T14:30:00+02:00", "America/New_York", "2026-01-15T12:30:00.000Z", "2026-01-15T12:30:00.000Z")]
    [InlineData("2026-01-15t14:30z", null, "2026-01-15T14:30:00.000Z", "2026-01-15T14:30:00.000Z")]
    [InlineData("Thu, 15 Jan 2026 14:30:00 +0200", null, "2026-01-15T12:30:00.000Z", "2026-01-15T12:30:00.000Z")]
    [InlineData("2026-01-15T14:30", "Europe/Warsaw", "2026-01-15T13:30:00.000Z", "2026-01-15T13:30:00.000Z")]
    [InlineData("2026-01-15 14:30:05,25", "Europe/Warsaw", "2026-01-15T13:30:05.250Z", "2026-01-15T13:30:05.250Z")]
    [InlineData("2026-01-15 14:30:05.25", "Europe/Warsaw", "2026-01-15T13:30:05.250Z", "2026-01-15T13:30:05.250Z")]
    [InlineData("2026-07-15t14:30", "Europe/Warsaw", "2026-07-15T12:30:00.000Z", "2026-07-15T12:30:00.000Z")]
    [InlineData("2026-01-15", "Europe/Warsaw", "2026-01-14T23:00:00.000Z", "2026-01-15T23:00:00.000Z")]
    [InlineData("2026-03-29", "Europe/Warsaw", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z")] // 23 hours
    [InlineData("2026-10-25", "Europe/Warsaw", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z")] // 25 hours
    [InlineData("2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z")] // 23 hours
    [InlineData("2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z")] // 25 hours
    [InlineData("2026-03-29T02:30", "Europe/Warsaw", "2026-03-29T01:00:00.000Z", "2026-03-29T01:00:00.000Z")] // does not exist
    [InlineData("2026-10-25T02:30", "Europe/Warsaw", "2026-10-25T00:30:00.000Z", "2026-10-25T01:30:00.000Z")] // exists twice
    [InlineData("2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00.000Z", "2026-11-01T06:30:00.000Z")] // exists twice
    public void An_edge_is_this_instant(string text, string? zone, string begin, string end)
    {
        Assert.Equal((begin, ""), Read(text, zone, isEnd: false));
        Assert.Equal((end, ""), Read(text, zone, isEnd: true));
    }

    [Theory]
    [InlineData("", null, "\"\" is not a valid time. Send now, a span such as -30m, -2h, -7d or -4w, or a time with a zone")]
    [InlineData("yesterday", null, "is not a valid time. Send now")]
    [InlineData("-2H", null, "is not a valid time. Send now")]
    [InlineData("2h", null, "is not a valid time. Send now")]
    [InlineData("-1y", null, "is not a valid time. Send now")]
    [InlineData("-1h30m", null, "is not a valid time. Send now")]
    [InlineData("-١h", null, "is not a valid time. Send now")]
    [InlineData("1748779200", null, "is not a valid time. Send now")]
    [InlineData("now\n", null, "is not a valid time. Send now")]
    [InlineData("-9999999m", null, "is not a valid time. Send now")]
    [InlineData("-999999w", null, "goes back before year 1")]
    [InlineData("2026-01-15", null, "has no zone. End it with Z or an offset, or send timezone")]
    [InlineData("2026-01-15T14:30", null, "has no zone. End it with Z or an offset, or send timezone")]
    [InlineData("2026-02-30", "Europe/Warsaw", "has a day or time that doesn't exist")]
    [InlineData("2026-01-15T24:00", "Europe/Warsaw", "has a day or time that doesn't exist")]
    [InlineData("2026-01-15T23:60", "Europe/Warsaw", "has a day or time that doesn't exist")]
    [InlineData("2026-02-30T10:00:00Z", null, "has a day that doesn't exist")]
    [InlineData("2026-01-15T14:30:00+15:00", null, "has an offset that doesn't exist")]
    [InlineData("2026-01-15T14:30:00 02:00", null, "has a space where its offset begins. In a URL, write + as %2B")]
    [InlineData("0001-01-01", "Europe/Warsaw", "is outside the years 2 to 9998")]
    [InlineData("9999-12-31", "Europe/Warsaw", "is outside the years 2 to 9998")]
    public void An_invalid_edge_is_refused_with_what_to_send(string text, string? zone, string reason)
    {
        var (time, said) = Read(text, zone, isEnd: false);

        Assert.Equal("", time);
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    private static (string Time, string Reason) Read(string text, string? zoneName, bool isEnd)
    {
        TimeZoneInfo? zone = null;
        Assert.True(zoneName is null || LocalTime.TryFindZone(zoneName, out zone));
        return TimeExpression.TryParse(text, Now, zone, isEnd, out var ticks, out var reason) ? (ticks.ToString(), "") : ("", reason);
    }
}
