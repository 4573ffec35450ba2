using OpsTrails.Core.Input;
using OpsTrails.Core.Live;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Live;

public sealed class FeedQueryTests
{
    [Theory]
    [InlineData(
        "after=f1 colour=red",
        "\"colour\": is unknown. Use after, wait, limit, include, type, source, subject, severity, version, search or q"
    )]
    [InlineData("after=f1 after=f2", "after: was sent 2 times. Send it once")]
    [InlineData("after=", "after: \"\" is not a position in the feed. Send now, begin or a cursor: the feed of a page")]
    [InlineData("after=12", "after: \"12\" is not a position in the feed")]
    [InlineData("after=begin from=-1h", "from: can't be combined with after, which follows the order of recording. Omit one of them")]
    [InlineData("after=begin to=now", "to: can't be combined with after")]
    [InlineData("after=begin timezone=UTC", "timezone: can't be combined with after")]
    [InlineData("after=begin cursor=x", "cursor: can't be combined with after")]
    [InlineData("after=begin id=x", "id: can't be combined with after")]
    [InlineData("after=now wait=31", "wait: must be a number of seconds from 0 to 30, not \"31\"")]
    [InlineData("after=now wait=-1", "wait: must be a number of seconds from 0 to 30, not \"-1\"")]
    [InlineData("after=now wait=1.5", "wait: must be a number of seconds from 0 to 30, not \"1.5\"")]
    [InlineData("after=now wait=", "wait: must be a number of seconds from 0 to 30, not \"\"")]
    [InlineData("after=now limit=0", "limit: must be a number from 1 to 100, not \"0\"")]
    [InlineData("after=now limit=101", "limit: must be a number from 1 to 100, not \"101\"")]
    [InlineData("after=now severity=high", "severity: \"high\" is unknown. Use LOW, MINOR, MAJOR or CRITICAL")]
    [InlineData("after=now search=", "search: is empty")]
    [InlineData("after=now q=a:b", "q: unknown field \"a\" (column 1)")]
    public void An_invalid_parameter_of_a_long_poll_is_refused_with_what_to_send(string query, string error)
    {
        var errors = new ValidationErrors();

        Assert.Null(FeedQuery.ParsePoll(Parameters(query), errors));
        Assert.Contains(error, errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("after=x", "after: \"x\" is not a position in the feed")]
    [InlineData("wait=5", "\"wait\": is unknown. Use after, include, type, source, subject, severity, version, search or q")]
    [InlineData("limit=5", "\"limit\": is unknown")]
    [InlineData("from=-1h", "\"from\": is unknown")]
    [InlineData("severity=high", "severity: \"high\" is unknown. Use")]
    public void An_invalid_parameter_of_a_stream_is_refused_with_what_to_send(string query, string error)
    {
        var errors = new ValidationErrors();

        Assert.Null(FeedQuery.ParseStream(Parameters(query), [], errors));
        Assert.Contains(error, errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_is_reported_at_once()
    {
        var errors = new ValidationErrors();

        FeedQuery.ParsePoll(Parameters("from=x colour=red severity=high q=a:b after=x wait=x limit=x"), errors);

        Assert.Equal(["from", "\"colour\"", "severity", "q", "after", "wait", "limit"], errors.All.Select(error => error.Field));
    }

    [Theory]
    [InlineData("", FeedStartKind.Now, 0)]
    [InlineData("after=now", FeedStartKind.Now, 0)]
    [InlineData("after=begin", FeedStartKind.Oldest, 0)]
    [InlineData("after=f12", FeedStartKind.Cursor, 12)]
    public void A_reader_starts_at_its_cursor_or_else_now(string query, FeedStartKind kind, long sequence)
    {
        var parsed = FeedQuery.ParseStream(Parameters(query), [], new ValidationErrors())!;

        Assert.Equal((kind, sequence), (parsed.Start.Kind, parsed.Start.Cursor.Sequence.Number));
    }

    [Fact]
    public void A_long_poll_honors_wait_and_limit()
    {
        var asked = FeedQuery.ParsePoll(Parameters("after=now wait=20 limit=7"), new ValidationErrors())!;
        var plain = FeedQuery.ParsePoll(Parameters("after=now"), new ValidationErrors())!;

        Assert.Equal((TimeSpan.FromSeconds(20), 7), (asked.Wait, asked.Limit));
        Assert.Equal((TimeSpan.Zero, 25), (plain.Wait, plain.Limit));
    }

    [Fact]
    public void The_last_event_id_wins_over_the_cursor_in_the_URL()
    {
        Assert.Equal(7, FeedQuery.ParseStream(Parameters("after=f3"), ["f7"], new ValidationErrors())!.Start.Cursor.Sequence.Number);
        Assert.Equal(7, FeedQuery.ParseStream(Parameters("after=begin"), ["f7"], new ValidationErrors())!.Start.Cursor.Sequence.Number);
        Assert.Equal(3, FeedQuery.ParseStream(Parameters("after=f3"), [""], new ValidationErrors())!.Start.Cursor.Sequence.Number);
    }

    [Theory]
    [InlineData("Last-Event-ID: \"begin\" is invalid. Send the id of the last event, or omit it", "begin")]
    [InlineData("Last-Event-ID: \"7\" is invalid", "7")]
    [InlineData("Last-Event-ID: was sent 2 times. Send it once", "f1", "f2")]
    public void An_invalid_last_event_id_is_refused(string error, params string[] ids)
    {
        var errors = new ValidationErrors();

        Assert.Null(FeedQuery.ParseStream([], ids, errors));
        Assert.StartsWith(error, errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type=a type=b severity=MAJOR search=x")]
    [InlineData("q=severity>=MAJOR subject=")]
    public void Filters_mean_the_same_in_the_feed_and_in_pages(string query)
    {
        var page = EventQuery.Parse(Parameters(query), DateTimeOffset.UnixEpoch, new ValidationErrors())!;

        Assert.Equal(page.Filter.Hash(), FeedQuery.ParseStream(Parameters(query), [], new ValidationErrors())!.Filter.Hash());
        Assert.Equal(page.Filter.Hash(), FeedQuery.ParsePoll(Parameters(query + " after=now"), new ValidationErrors())!.Filter.Hash());
    }

    [Fact]
    public void A_page_does_not_wait()
    {
        var errors = new ValidationErrors();

        Assert.Null(EventQuery.Parse(Parameters("wait=5"), DateTimeOffset.UnixEpoch, errors));
        Assert.Equal("wait: works only with after. Send after=now or the feed of a page as well.", errors.ToString());
    }

    private static IReadOnlyList<(string, IReadOnlyList<string>)> Parameters(string query) =>
        query.Length == 0
            ? []
            :
            [
                .. query
                    .Split(' ')
                    .Select(pair => pair.Split('=', 2))
                    .GroupBy(pair => pair[0])
                    .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Select(pair => pair[1])])),
            ];
}
