using OpsTrails.Core.Events;
using OpsTrails.Core.Live;

namespace OpsTrails.Core.Tests.Live;

public sealed class FeedCursorTests
{
    [Fact]
    public void A_cursor_is_read_as_it_was_written() =>
        CsCheck.Check.Sample(
            CsCheck.Gen.Long[0, long.MaxValue],
            number =>
                FeedCursor.TryParse(new FeedCursor(new FeedSequence(number)).ToString(), out var read)
                && read.Sequence == new FeedSequence(number)
        );

    [Theory]
    [InlineData("")]
    [InlineData("f")]
    [InlineData("12")]
    [InlineData("F12")]
    [InlineData("f-1")]
    [InlineData("f+1")]
    [InlineData("f01")]
    [InlineData("f1 ")]
    [InlineData("f 1")]
    [InlineData("f1.0")]
    [InlineData("f9223372036854775808")]
    [InlineData("f١")]
    public void A_cursor_that_was_never_issued_is_refused(string text) => Assert.False(FeedCursor.TryParse(text, out _));
}
