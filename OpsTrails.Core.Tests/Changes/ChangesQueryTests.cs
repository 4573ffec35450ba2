using OpsTrails.Core.Changes;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Tests.Changes;

public sealed class ChangesQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> WindowNames => [.. ChangesQuery.Windows];

    [Fact]
    public void Two_hours_and_ten_changes_are_asked_for_when_nothing_else_is_said()
    {
        var query = Parse("time=-30m", new());

        Assert.Equal(
            ((Timestamp?)Timestamp.From(Now.AddMinutes(-30)), TimeSpan.FromHours(2), 10),
            (query!.Time, query.Window, query.Limit)
        );
        Assert.Equal((null, null, null), (query.Event, query.Subject, query.Source));
    }

    [Fact]
    public void A_local_time_is_read_in_the_time_zone_that_came_with_it() =>
        Assert.Equal(Timestamp.From(Now.AddHours(-2)), Parse("time=2026-06-01T12:00 timezone=Europe/Warsaw", new())!.Time);

    [Fact]
    public void An_event_and_all_the_rest_may_be_said()
    {
        var query = Parse("event=#a1b2c3d window=7d subject= source=BE limit=50", new());

        Assert.Equal(
            ("#a1b2c3d", TimeSpan.FromDays(7), "", "BE", 50),
            (query!.Event, query.Window, query.Subject, query.Source, query.Limit)
        );
    }

    [Theory]
    [MemberData(nameof(WindowNames))]
    public void Every_window_is_as_long_as_its_name_says(string name) =>
        Assert.Equal(int.Parse(name[..^1]) * (name[^1] == 'h' ? 1 : 24), Parse("time=now window=" + name, new())!.Window.TotalHours);

    [Theory]
    [InlineData("", "time: is required. Send a time such as now, -30m")]
    [InlineData("time=now event=x", "time: can't be combined with event. Send one of them")]
    [InlineData("time=yesterday", "time: \"yesterday\" is not a valid time. Send now, a span such as -30m")]
    [InlineData("time=", "time: \"\" is not a valid time")]
    [InlineData("time=2026-06-01T12:00", "or send timezone")]
    [InlineData("time=now time=-1h", "time: was sent 2 times")]
    [InlineData("event=", "event: is empty")]
    [InlineData("time=now window=3h", "window: \"3h\" is unknown. Use 1h, 2h, 4h, 6h, 12h, 24h, 3d or 7d")]
    [InlineData("time=now window=", "window: \"\" is unknown. Use")]
    [InlineData("time=now window=2H", "window: \"2H\" is unknown. Use")]
    [InlineData("time=now limit=0", "limit: must be a number from 1 to 50, not \"0\"")]
    [InlineData("time=now limit=51", "limit: must be a number from 1 to 50, not \"51\"")]
    [InlineData("time=now limit=ten", "limit: must be a number from 1 to 50, not \"ten\"")]
    [InlineData("time=now source=", "source: is empty")]
    [InlineData("time=now source=a source=b", "source: was sent 2 times. Send it once")]
    [InlineData("time=now subject=a subject=b", "subject: was sent 2 times. Send it once")]
    [InlineData("time=now subject=a\u0007b", "subject: contains the control character U+0007")]
    [InlineData("time=now timezone=Mars/Base", "timezone: \"Mars/Base\" is unknown")]
    [InlineData("time=now at=now", "\"at\": is unknown. Use time, event, window, subject, source, limit or timezone")]
    public void A_wrong_query_is_refused_with_what_to_send(string query, string error)
    {
        var errors = new ValidationErrors();

        Assert.Null(Parse(query, errors));
        Assert.Contains(error, errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("event", 200)]
    [InlineData("subject", 200)]
    [InlineData("source", 500)]
    public void Texts_may_be_as_long_as_events_have_them(string name, int maxLength)
    {
        var time = name == "event" ? "" : "time=now ";
        var errors = new ValidationErrors();

        Assert.NotNull(Parse($"{time}{name}={new string('x', maxLength)}", new()));
        Assert.Null(Parse($"{time}{name}={new string('x', maxLength + 1)}", errors));
        Assert.Equal(
            $"{name}: \"{new string('x', 40)}…\" is too long: {maxLength + 1} characters, at most {maxLength}.",
            errors.ToString()
        );
    }

    [Fact]
    public void Every_error_is_reported_at_once()
    {
        var errors = new ValidationErrors();

        Parse(
            $"colour=red timezone=Mars time=x event={new string('e', 201)} window=1y subject={new string('s', 201)} source= limit=x",
            errors
        );

        Assert.Equal(
            ["\"colour\"", "timezone", "time", "event", "time", "window", "subject", "source", "limit"],
            errors.All.Select(error => error.Field)
        );
    }

    private static ChangesQuery? Parse(string query, ValidationErrors errors) =>
        ChangesQuery.Parse(
            query
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .GroupBy(pair => pair[0])
                .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Select(pair => pair[1])])),
            Now,
            errors
        );
}
