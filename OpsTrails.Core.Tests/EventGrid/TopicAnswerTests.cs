using CsCheck;
using OpsTrails.Core.EventGrid;

namespace OpsTrails.Core.Tests.EventGrid;

public sealed class TopicAnswerTests
{
    [Theory]
    [InlineData(200, TopicVerdict.Delivered)]
    [InlineData(400, TopicVerdict.Refused)]
    [InlineData(413, TopicVerdict.Refused)]
    [InlineData(0, TopicVerdict.Later)]
    [InlineData(202, TopicVerdict.Later)]
    [InlineData(302, TopicVerdict.Later)]
    [InlineData(401, TopicVerdict.Later)]
    [InlineData(403, TopicVerdict.Later)]
    [InlineData(404, TopicVerdict.Later)]
    [InlineData(408, TopicVerdict.Later)]
    [InlineData(415, TopicVerdict.Later)]
    [InlineData(429, TopicVerdict.Later)]
    [InlineData(500, TopicVerdict.Later)]
    [InlineData(503, TopicVerdict.Later)]
    public void Only_a_status_about_the_request_refuses_it(int status, TopicVerdict verdict) =>
        Assert.Equal(verdict, new TopicAnswer(status).Verdict);

    [Fact]
    public void A_reason_is_one_line_of_at_most_500_characters_and_whole_Unicode() =>
        Gen.String.Sample(message =>
        {
            var reason = new TopicAnswer(400, message + string.Concat(Enumerable.Repeat("😀", 260))).Reason;

            Assert.InRange(reason.Length, 12, 500);
            Assert.StartsWith("status 400: ", reason, StringComparison.Ordinal);
            Assert.DoesNotContain(reason, char.IsControl);
            Assert.False(char.IsHighSurrogate(reason[^1]));
        });

    [Theory]
    [InlineData(null, "status 400")]
    [InlineData(" \r\n", "status 400")]
    [InlineData("Bad\r\n\u001b[31mdata\u009b", "status 400: Bad   [31mdata")]
    public void A_reason_is_the_status_and_what_was_said(string? message, string reason) =>
        Assert.Equal(reason, new TopicAnswer(400, message).Reason);

    [Fact]
    public void A_publisher_waits_twice_as_long_each_time_up_to_a_minute() =>
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(1, 8).Select(failures => Backoff.After(failures).TotalSeconds));

    [Theory]
    [InlineData(null, 0)]
    [InlineData(-5, 0)]
    [InlineData(120, 120)]
    [InlineData(86_400, 300)]
    public void Retry_after_is_honored_up_to_a_maximum(int? asked, int seconds) =>
        Assert.Equal(seconds, Backoff.Asked(asked is { } value ? TimeSpan.FromSeconds(value) : null).TotalSeconds);
}
