using CsCheck;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Timeline;

public sealed class PageCursorTests
{
    private static readonly Gen<Timestamp> Time = Gen.Long[0, DateTime.MaxValue.Ticks].Select(ticks => new Timestamp(ticks));

    private static readonly Gen<string> Hash = Gen.String[Gen.Char["0123456789abcdef"], 32, 32];

    private static readonly Gen<EventPosition> Position = Gen.Select(
        Time,
        Gen.Select(Time, Gen.Int[0, EventOrder.MaxPlace], Hash),
        Gen.Int[0, 2],
        (time, e, kind) =>
            kind == 0
                ? EventPosition.AfterAllAt(time)
                : new EventPosition(time, new EventOrder(time, e.Item1, e.Item2, e.Item3), IsIncluded: kind == 1)
    );

    private static readonly Gen<PageCursor> Cursor = Gen.Select(
        Position,
        Gen.Select(Time, Gen.Bool, Time, Gen.Bool, (from, hasFrom, to, hasTo) => new TimeWindow(hasFrom ? from : null, hasTo ? to : null)),
        Hash,
        Gen.Long[0, DateTime.MaxValue.Ticks],
        (position, window, query, feed) =>
            new PageCursor
            {
                Position = position,
                Window = window,
                QueryHash = query,
                Feed = new FeedSequence(feed),
            }
    );

    [Fact]
    public void A_cursor_comes_back_from_its_text() =>
        Cursor.Sample(cursor => PageCursor.TryParse(cursor.ToString(), out var read) && read == cursor);

    [Fact]
    public void A_cursor_is_plain_enough_for_an_address() =>
        Cursor.Sample(cursor => cursor.ToString().All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    [Fact]
    public void Garbage_is_refused_and_never_an_exception() =>
        Gen.OneOf(
                Gen.String,
                Gen.String[Gen.Char["1_ip0a-"], 0, 60],
                Gen.Select(
                    Cursor,
                    Gen.Int[0, 200],
                    Gen.Char,
                    (cursor, at, c) => cursor.ToString() is var text && at < text.Length ? text[..at] + c + text[(at + 1)..] : text + c
                )
            )
            .Sample(text =>
            {
                if (PageCursor.TryParse(text, out var read))
                    Assert.InRange(read.Position.Time.Ticks, 0, DateTime.MaxValue.Ticks);
                else
                    Assert.Null(read);
            });

    [Theory]
    [InlineData("")]
    [InlineData("1_1p___q_0")]
    [InlineData("2_-1p___q_0")]
    [InlineData("2_1pabc___q_0")]
    [InlineData("2_1p2-3-abc___q_0")]
    [InlineData("2_1p2-0123456789abcdef0123456789abcdef___q_0")]
    [InlineData("2_1p2-100000-0123456789abcdef0123456789abcdef___q_0")]
    [InlineData("2_1p-2-0-0123456789abcdef0123456789abcdef___q_0")]
    [InlineData("2_1i___q_0")]
    [InlineData("2_1p2-0-0123456789abcdef0123456789abcdeF___q_0")]
    [InlineData("2_1p_-5__q_0")]
    [InlineData("2_1p__9999999999999999999_q_0")]
    [InlineData("2_1p___q_")]
    [InlineData("2_1p___q")]
    [InlineData("2_1p___q_0_more")]
    public void A_cursor_that_was_never_issued_is_refused(string fields) => Assert.False(PageCursor.TryParse(fields, out _));
}
