using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

public sealed class EventQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("colour=red", "'colour': is not a parameter here, send from, to, timezone, type")]
    [InlineData("From=now", "'From': is not a parameter here")]
    [InlineData("limit=0", "limit: '0' is not a number from 1 to 100")]
    [InlineData("limit=ten", "limit: 'ten' is not a number from 1 to 100")]
    [InlineData("limit=5 limit=6", "limit: came 2 times, send it once")]
    [InlineData("from=now to=-1h", "is after to, 2026-06-01T11:00:00.000Z, turn them around")]
    [InlineData("timezone=Mars/Base", "timezone: 'Mars/Base' is not known, send an IANA name such as Europe/Warsaw")]
    [InlineData("from=2026-01-01 timezone=Mars/Base", "timezone: 'Mars/Base' is not known")]
    [InlineData("cursor=garbage", "cursor: is not one that was given out here, send nextCursor")]
    [InlineData("search=", "search: is empty, leave it out or give it a text")]
    [InlineData("severity=high", "severity: 'high' is not one of LOW, MINOR, MAJOR, CRITICAL")]
    [InlineData("q=a:b", "q: column 1: 'a' is no field")]
    [InlineData("type=a\u0007b", "type: holds the control character U+0007")]
    public void A_wrong_parameter_is_told_with_what_to_send(string query, string fault)
    {
        var faults = new ValidationErrors();

        Assert.Null(EventQuery.Parse(Parameters(query), Now, faults));
        Assert.Contains(fault, faults.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var faults = new ValidationErrors();

        EventQuery.Parse(Parameters("colour=red limit=0 from=x to=y severity=high q=a:b timezone=Mars"), Now, faults);

        Assert.Equal(["'colour'", "severity", "q", "timezone", "from", "to", "limit"], faults.All.Select(fault => fault.Field));
    }

    [Fact]
    public void At_most_a_hundred_values_are_asked_for()
    {
        var faults = new ValidationErrors();
        string[] types = [.. Enumerable.Range(0, 101).Select(i => "t" + i)];

        Assert.Null(EventQuery.Parse([("type", types)], Now, faults));
        Assert.Equal("filter: names 101 values, at most 100 are allowed", faults.ToString());
        Assert.NotNull(EventQuery.Parse([("type", types[..100])], Now, new ValidationErrors()));
    }

    [Fact]
    public void A_cursor_keeps_the_window_of_its_first_page_and_goes_with_its_question_only()
    {
        var first = EventQuery.Parse(Parameters("from=-1h to=now type=a"), Now, new ValidationErrors())!;
        var cursor = new PageCursor
        {
            Position = new EventPosition(Now.UtcTicks, ""),
            Window = first.Window,
            Question = first.Hash,
            Feed = 0,
        }.ToString();

        var next = EventQuery.Parse(Parameters($"from=-1h to=now type=a limit=7 cursor={cursor}"), Now.AddHours(5), new ValidationErrors());
        Assert.Equal(first.Window, next!.Window);
        foreach (
            var other in (string[])
                ["from=-1h to=now type=b", "from=-2h to=now type=a", "to=now type=a", "from=-1h to=now type=a id=x", "from=-1h to=now"]
        )
        {
            var faults = new ValidationErrors();
            Assert.Null(EventQuery.Parse(Parameters($"{other} cursor={cursor}"), Now, faults));
            Assert.StartsWith("cursor: belongs to another question", faults.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_window_as_a_whole_has_no_pages()
    {
        var faults = new ValidationErrors();

        Assert.Null(EventQuery.ParseWindow(Parameters("limit=5"), ["bucket"], Now, faults));
        Assert.Equal(
            "'limit': is not a parameter here, send from, to, timezone, type, source, subject, severity, version, search, q, bucket",
            faults.ToString()
        );
    }

    private static IReadOnlyList<(string, IReadOnlyList<string>)> Parameters(string query) =>
        [
            .. query
                .Split(' ')
                .Select(pair => pair.Split('=', 2))
                .GroupBy(pair => pair[0])
                .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Select(pair => pair[1])])),
        ];
}
