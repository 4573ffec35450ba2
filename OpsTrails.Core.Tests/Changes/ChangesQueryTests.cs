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
        var question = Parse("time=-30m", new());

        Assert.Equal((Now.AddMinutes(-30).UtcTicks, TimeSpan.FromHours(2), 10), (question!.Time, question.Window, question.Limit));
        Assert.Equal((null, null, null), (question.Event, question.Subject, question.Source));
    }

    [Fact]
    public void A_local_time_is_read_in_the_time_zone_that_came_with_it() =>
        Assert.Equal(Now.AddHours(-2).UtcTicks, Parse("time=2026-06-01T12:00 timezone=Europe/Warsaw", new())!.Time);

    [Fact]
    public void An_event_and_all_the_rest_may_be_said()
    {
        var question = Parse("event=#a1b2c3d window=7d subject= source=BE limit=50", new());

        Assert.Equal(
            ("#a1b2c3d", TimeSpan.FromDays(7), "", "BE", 50),
            (question!.Event, question.Window, question.Subject, question.Source, question.Limit)
        );
    }

    [Theory]
    [MemberData(nameof(WindowNames))]
    public void Every_window_is_as_long_as_its_name_says(string name) =>
        Assert.Equal(int.Parse(name[..^1]) * (name[^1] == 'h' ? 1 : 24), Parse("time=now window=" + name, new())!.Window.TotalHours);

    [Theory]
    [InlineData("", "time: is missing, send it, such as now, -30m")]
    [InlineData("time=now event=x", "time: came together with event, send one of them")]
    [InlineData("time=yesterday", "time: 'yesterday' is not understood, send now, a span such as -30m")]
    [InlineData("time=", "time: '' is not understood")]
    [InlineData("time=2026-06-01T12:00", "or send timezone")]
    [InlineData("time=now time=-1h", "time: came 2 times")]
    [InlineData("event=", "event: is empty")]
    [InlineData("time=now window=3h", "window: '3h' is not one of 1h, 2h, 4h, 6h, 12h, 24h, 3d, 7d")]
    [InlineData("time=now window=", "window: '' is not one of")]
    [InlineData("time=now window=2H", "window: '2H' is not one of")]
    [InlineData("time=now limit=0", "limit: '0' is not a number from 1 to 50")]
    [InlineData("time=now limit=51", "limit: '51' is not a number from 1 to 50")]
    [InlineData("time=now limit=ten", "limit: 'ten' is not a number")]
    [InlineData("time=now source=", "source: is empty")]
    [InlineData("time=now source=a source=b", "source: came 2 times, send it once")]
    [InlineData("time=now subject=a subject=b", "subject: came 2 times, send it once")]
    [InlineData("time=now subject=a\u0007b", "subject: holds the control character U+0007")]
    [InlineData("time=now timezone=Mars/Base", "timezone: 'Mars/Base' is not known")]
    [InlineData("time=now at=now", "'at': is not a parameter here, send time, event, window, subject, source, limit, timezone")]
    public void A_wrong_question_is_refused_with_what_to_send(string query, string fault)
    {
        var faults = new ValidationErrors();

        Assert.Null(Parse(query, faults));
        Assert.Contains(fault, faults.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("event", 200)]
    [InlineData("subject", 50)]
    [InlineData("source", 500)]
    public void Texts_may_be_as_long_as_events_have_them(string name, int longest)
    {
        var time = name == "event" ? "" : "time=now ";
        var faults = new ValidationErrors();

        Assert.NotNull(Parse($"{time}{name}={new string('x', longest)}", new()));
        Assert.Null(Parse($"{time}{name}={new string('x', longest + 1)}", faults));
        Assert.Equal($"{name}: '{new string('x', 40)}…' has more than {longest} characters, which no event has there", faults.ToString());
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var faults = new ValidationErrors();

        Parse(
            $"colour=red timezone=Mars time=x event={new string('e', 201)} window=1y subject={new string('s', 51)} source= limit=x",
            faults
        );

        Assert.Equal(
            ["'colour'", "timezone", "time", "event", "time", "window", "subject", "source", "limit"],
            faults.All.Select(fault => fault.Field)
        );
    }

    private static ChangesQuery? Parse(string query, ValidationErrors faults) =>
        ChangesQuery.Parse(
            query
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .GroupBy(pair => pair[0])
                .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Select(pair => pair[1])])),
            Now,
            faults
        );
}
