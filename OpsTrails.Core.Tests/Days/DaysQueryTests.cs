using OpsTrails.Core.Days;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Days;

public sealed class DaysQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 23, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Without_a_window_it_is_the_last_eight_weeks_up_to_today_in_the_zone()
    {
        var query = Parse([], "Europe/Warsaw")!;

        Assert.Equal((new DateOnly(2026, 4, 8), new DateOnly(2026, 6, 2)), (query.From, query.To));
    }

    [Theory]
    [InlineData("2026-05-01", "2026-05-31", "2026-05-01", "2026-05-31")]
    [InlineData("-7d", null, "2026-05-25", "2026-06-01")]
    [InlineData("2026-05-01T00:00:00Z", "2026-05-02T00:00:00Z", "2026-05-01", "2026-05-01")]
    [InlineData("2026-06-01", "2027-01-01", "2026-06-01", "2026-06-01")]
    public void A_window_is_whole_days_and_ends_today(string from, string? to, string first, string last)
    {
        var query = Parse(to is null ? [("from", from)] : [("from", from), ("to", to)])!;

        Assert.Equal((DateOnly.Parse(first), DateOnly.Parse(last)), (query.From, query.To));
    }

    [Fact]
    public void A_day_with_a_clock_change_has_its_own_length()
    {
        var query = Parse([("from", "2026-03-29"), ("to", "2026-03-29")], "Europe/Warsaw")!;

        Assert.Equal(TimeSpan.FromHours(23), query.End - query.Start);
    }

    [Theory]
    [InlineData("from", "-500d", "from: the window has 501 days, at most 400. Send a later from.")]
    [InlineData("from", "2026-06-03", "from: 2026-06-03 is after today, 2026-06-01. Days that lie ahead aren't counted.")]
    [InlineData("timezone", "Mars", "timezone: \"Mars\" is unknown. Use an IANA name such as Europe/Warsaw.")]
    [InlineData("tz", "UTC", "\"tz\": is unknown. Use from, to, timezone or subject.")]
    public void What_is_wrong_is_said_with_what_to_send(string name, string value, string error)
    {
        var errors = new ValidationErrors();

        Assert.Null(DaysQuery.Parse([(name, [value])], TimeZoneInfo.Utc, Now, errors));

        Assert.Equal(error, errors.ToString());
    }

    private static DaysQuery? Parse((string, string)[] parameters, string zone = "UTC")
    {
        var errors = new ValidationErrors();
        Assert.True(LocalTime.TryFindZone(zone, out var found));
        var query = DaysQuery.Parse(parameters.Select(p => (p.Item1, (IReadOnlyList<string>)[p.Item2])), found, Now, errors);
        Assert.Equal("", errors.ToString());
        return query;
    }
}
