using System.Globalization;
using OpsTrails.Core.Demo;

namespace OpsTrails.Core.Tests.Demo;

public sealed class DemoMonthTests
{
    private static readonly DateTimeOffset End = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Ends =>
        [.. Enumerable.Range(0, 14).Select(day => End.AddDays(day).AddHours(day).ToString("O", CultureInfo.InvariantCulture))];

    [Fact]
    public void The_same_end_gives_the_same_month() => Assert.Equal(DemoMonth.Until(End), DemoMonth.Until(End));

    [Theory]
    [MemberData(nameof(Ends))]
    public void The_demo_ends_now_with_an_open_incident_and_a_change_minutes_ago(string end)
    {
        var now = DateTimeOffset.Parse(end, CultureInfo.InvariantCulture);

        var month = DemoMonth.WithTonight(now);

        Assert.Equal(month, DemoMonth.WithTonight(now));
        Assert.Equal(month.OrderBy(e => e.Time), month);
        Assert.Equal(month.Count, month.Select(e => e.Id).Distinct().Count());
        Assert.Equal(DemoMonth.Until(now), month.Where(e => !e.Id.Contains("-now-", StringComparison.Ordinal)));
        Assert.InRange(now - month[^1].Time, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));
        var incident = month.Last(e => e.Type == "incident");
        Assert.InRange(now - incident.Time, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30));
        Assert.Contains(
            month,
            e => e.Version is not null && e.Source == incident.Source && e.Subject == incident.Subject && e.Time < incident.Time
        );
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void A_month_lies_before_its_end_and_holds_its_stories_whatever_the_weekday(string end)
    {
        var month = DemoMonth.Until(DateTimeOffset.Parse(end, CultureInfo.InvariantCulture));

        Assert.InRange(month.Count, 150, 500);
        Assert.All(
            month,
            e =>
                Assert.InRange(
                    e.Time,
                    DateTimeOffset.Parse(end, CultureInfo.InvariantCulture).AddDays(-DemoMonth.Days - 1),
                    DateTimeOffset.Parse(end, CultureInfo.InvariantCulture)
                )
        );
        Assert.Equal(month.Count, month.Select(e => e.Id).Distinct().Count());
        Assert.Equal(7 + 1, month.Select(e => e.Source).Distinct().Count());
        Assert.Equal(6, month.Where(e => e.Subject is not null).Select(e => e.Subject).Distinct().Count());
        Assert.All(
            (string[])["deployment", "rollback", "migration", "incident", "freeze.started", "freeze.ended", "config.change", "cache.purge"],
            type => Assert.Contains(month, e => e.Type == type)
        );

        // A hotfix inside the freeze, and a version that reached production without staging.
        var freeze = (From: month.Single(e => e.Type == "freeze.started").Time, To: month.Single(e => e.Type == "freeze.ended").Time);
        Assert.Contains(
            month,
            e => e.Subject == "BRAND-B-PRODUCTION" && e.Version == "1.99.1" && e.Time > freeze.From && e.Time < freeze.To
        );
        Assert.Contains(month, e => e is { Source: "SEARCH", Subject: "BRAND-A-PRODUCTION", Version: "2.0.0" });
        Assert.DoesNotContain(month, e => e is { Source: "SEARCH", Subject: "BRAND-A-STAGING", Version: "2.0.0" });
    }
}
