using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

public sealed class EventQueryTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("colour=red", "\"colour\": is unknown. Use from, to, timezone, type")]
    [InlineData("From=now", "\"From\": is unknown")]
    [InlineData("limit=0", "limit: must be a number from 1 to 100, not \"0\"")]
    [InlineData("limit=ten", "limit: must be a number from 1 to 100, not \"ten\"")]
    [InlineData("limit=5 limit=6", "limit: was sent 2 times. Send it once")]
    [InlineData("from=now to=-1h", "is after to, 2026-06-01T11:00:00.000Z. Swap them")]
    [InlineData("timezone=Mars/Base", "timezone: \"Mars/Base\" is unknown. Use an IANA name such as Europe/Warsaw")]
    [InlineData("from=2026-01-01 timezone=Mars/Base", "timezone: \"Mars/Base\" is unknown")]
    [InlineData("cursor=garbage", "cursor: is invalid. Use nextCursor")]
    [InlineData("search=", "search: is empty. Send a text or omit it")]
    [InlineData("severity=high", "severity: \"high\" is unknown. Use LOW, MINOR, MAJOR or CRITICAL")]
    [InlineData("q=a:b", "q: unknown field \"a\" (column 1)")]
    [InlineData("type=a\u0007b", "type: contains the control character U+0007")]
    public void An_invalid_parameter_is_refused_with_what_to_send(string query, string error)
    {
        var errors = new ValidationErrors();

        Assert.Null(EventQuery.Parse(Parameters(query), Now, errors));
        Assert.Contains(error, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_is_reported_at_once()
    {
        var errors = new ValidationErrors();

        EventQuery.Parse(Parameters("colour=red limit=0 from=x to=y severity=high q=a:b timezone=Mars"), Now, errors);

        Assert.Equal(["\"colour\"", "severity", "q", "timezone", "from", "to", "limit"], errors.All.Select(error => error.Field));
    }

    [Fact]
    public void At_most_a_hundred_values_are_asked_for()
    {
        var errors = new ValidationErrors();
        string[] types = [.. Enumerable.Range(0, 101).Select(i => "t" + i)];

        Assert.Null(EventQuery.Parse([("type", types)], Now, errors));
        Assert.Equal("filter: has 101 values, at most 100 are allowed. Send fewer.", errors.ToString());
        Assert.NotNull(EventQuery.Parse([("type", types[..100])], Now, new ValidationErrors()));
    }

    [Fact]
    public void A_cursor_keeps_the_window_of_its_first_page_and_goes_with_its_query_only()
    {
        var first = EventQuery.Parse(Parameters("from=-1h to=now type=a"), Now, new ValidationErrors())!;
        var cursor = new PageCursor
        {
            Position = EventPosition.AfterAllAt(Timestamp.From(Now)),
            Window = first.Window,
            QueryHash = first.Hash,
            Feed = FeedSequence.Zero,
        }.ToString();

        var next = EventQuery.Parse(Parameters($"from=-1h to=now type=a limit=7 cursor={cursor}"), Now.AddHours(5), new ValidationErrors());
        Assert.Equal(first.Window, next!.Window);
        foreach (
            var other in (string[])
                ["from=-1h to=now type=b", "from=-2h to=now type=a", "to=now type=a", "from=-1h to=now type=a id=x", "from=-1h to=now"]
        )
        {
            var errors = new ValidationErrors();
            Assert.Null(EventQuery.Parse(Parameters($"{other} cursor={cursor}"), Now, errors));
            Assert.StartsWith("cursor: belongs to a different query", errors.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_window_as_a_whole_has_no_pages()
    {
        var errors = new ValidationErrors();

        Assert.Null(EventQuery.ParseWindow(Parameters("limit=5"), ["bucket"], Now, errors));
        Assert.Equal(
            "\"limit\": is unknown. Use from, to, timezone, type, source, subject, severity, version, search, q or bucket.",
            errors.ToString()
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
