using OpsTrails.Core.Input;
using OpsTrails.Core.Live;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Live;

public sealed class FeedQueryTests
{
    [Theory]
    [InlineData(
        "after=f1 colour=red",
        "'colour': is not a parameter here, send after, wait, limit, type, source, subject, severity, version, search, q"
    )]
    [InlineData("after=f1 after=f2", "after: came 2 times, send it once")]
    [InlineData("after=", "after: '' is no place in the feed, send now, begin, or a cursor such as the feed of a page")]
    [InlineData("after=12", "after: '12' is no place in the feed")]
    [InlineData("after=begin from=-1h", "from: does not go with after, which follows the order recorded, leave one of them out")]
    [InlineData("after=begin to=now", "to: does not go with after")]
    [InlineData("after=begin timezone=UTC", "timezone: does not go with after")]
    [InlineData("after=begin cursor=x", "cursor: does not go with after")]
    [InlineData("after=begin id=x", "id: does not go with after")]
    [InlineData("after=now wait=31", "wait: '31' is not a number of seconds from 0 to 30")]
    [InlineData("after=now wait=-1", "wait: '-1' is not a number of seconds from 0 to 30")]
    [InlineData("after=now wait=1.5", "wait: '1.5' is not")]
    [InlineData("after=now wait=", "wait: '' is not")]
    [InlineData("after=now limit=0", "limit: '0' is not a number from 1 to 100")]
    [InlineData("after=now limit=101", "limit: '101' is not a number from 1 to 100")]
    [InlineData("after=now severity=high", "severity: 'high' is not one of LOW, MINOR, MAJOR, CRITICAL")]
    [InlineData("after=now search=", "search: is empty")]
    [InlineData("after=now q=a:b", "q: column 1: 'a' is no field")]
    public void A_wrong_parameter_of_a_long_poll_is_told_with_what_to_send(string query, string fault)
    {
        var faults = new ValidationErrors();

        Assert.Null(FeedQuery.ParsePoll(Parameters(query), faults));
        Assert.Contains(fault, faults.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("after=x", "after: 'x' is no place in the feed")]
    [InlineData("wait=5", "'wait': is not a parameter here, send after, type, source, subject, severity, version, search, q")]
    [InlineData("limit=5", "'limit': is not a parameter here")]
    [InlineData("from=-1h", "'from': is not a parameter here")]
    [InlineData("severity=high", "severity: 'high' is not one of")]
    public void A_wrong_parameter_of_a_stream_is_told_with_what_to_send(string query, string fault)
    {
        var faults = new ValidationErrors();

        Assert.Null(FeedQuery.ParseStream(Parameters(query), [], faults));
        Assert.Contains(fault, faults.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var faults = new ValidationErrors();

        FeedQuery.ParsePoll(Parameters("from=x colour=red severity=high q=a:b after=x wait=x limit=x"), faults);

        Assert.Equal(["from", "'colour'", "severity", "q", "after", "wait", "limit"], faults.All.Select(fault => fault.Field));
    }

    [Theory]
    [InlineData("", FeedStartKind.Now, 0)]
    [InlineData("after=now", FeedStartKind.Now, 0)]
    [InlineData("after=begin", FeedStartKind.Oldest, 0)]
    [InlineData("after=f12", FeedStartKind.Cursor, 12)]
    public void A_reader_begins_where_it_says_and_else_now(string query, FeedStartKind kind, long sequence)
    {
        var question = FeedQuery.ParseStream(Parameters(query), [], new ValidationErrors())!;

        Assert.Equal((kind, sequence), (question.Start.Kind, question.Start.Cursor.Sequence));
    }

    [Fact]
    public void A_long_poll_waits_as_long_and_gives_as_many_as_was_asked()
    {
        var asked = FeedQuery.ParsePoll(Parameters("after=now wait=20 limit=7"), new ValidationErrors())!;
        var plain = FeedQuery.ParsePoll(Parameters("after=now"), new ValidationErrors())!;

        Assert.Equal((TimeSpan.FromSeconds(20), 7), (asked.Wait, asked.Limit));
        Assert.Equal((TimeSpan.Zero, 25), (plain.Wait, plain.Limit));
    }

    [Fact]
    public void The_last_event_id_goes_before_the_address_that_is_repeated()
    {
        Assert.Equal(7, FeedQuery.ParseStream(Parameters("after=f3"), ["f7"], new ValidationErrors())!.Start.Cursor.Sequence);
        Assert.Equal(7, FeedQuery.ParseStream(Parameters("after=begin"), ["f7"], new ValidationErrors())!.Start.Cursor.Sequence);
        Assert.Equal(3, FeedQuery.ParseStream(Parameters("after=f3"), [""], new ValidationErrors())!.Start.Cursor.Sequence);
    }

    [Theory]
    [InlineData("Last-Event-ID: 'begin' is not one that was given out here, send the id of the last event, or leave it out", "begin")]
    [InlineData("Last-Event-ID: '7' is not one that was given out here", "7")]
    [InlineData("Last-Event-ID: came 2 times, send it once", "f1", "f2")]
    public void A_wrong_last_event_id_is_told(string fault, params string[] ids)
    {
        var faults = new ValidationErrors();

        Assert.Null(FeedQuery.ParseStream([], ids, faults));
        Assert.StartsWith(fault, faults.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("type=a type=b severity=MAJOR search=x")]
    [InlineData("q=severity>=MAJOR subject=")]
    public void Filters_mean_the_same_as_of_a_page(string query)
    {
        var page = EventQuery.Parse(Parameters(query), DateTimeOffset.UnixEpoch, new ValidationErrors())!;

        Assert.Equal(page.Filter.Hash(), FeedQuery.ParseStream(Parameters(query), [], new ValidationErrors())!.Filter.Hash());
        Assert.Equal(page.Filter.Hash(), FeedQuery.ParsePoll(Parameters(query + " after=now"), new ValidationErrors())!.Filter.Hash());
    }

    [Fact]
    public void A_page_does_not_wait()
    {
        var faults = new ValidationErrors();

        Assert.Null(EventQuery.Parse(Parameters("wait=5"), DateTimeOffset.UnixEpoch, faults));
        Assert.Equal("wait: goes with after only, send after=now or the feed of a page too", faults.ToString());
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
