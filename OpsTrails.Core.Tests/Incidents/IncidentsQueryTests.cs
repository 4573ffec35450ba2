using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Tests.Incidents;

public sealed class IncidentsQueryTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly string Hash = new('a', 32);

    [Fact]
    public void A_cursor_is_read_as_it_was_written()
    {
        foreach (var after in ((Timestamp, string)?[])[null, (Timestamp.From(Now), Hash)])
        {
            var cursor = new IncidentCursor
            {
                After = after,
                Window = new TimeWindow(new Timestamp(1), null),
                Shown = ["0123456789ab", "abcdefabcdef"],
                QueryHash = "0123456789abcdef",
            };

            Assert.True(IncidentCursor.TryParse(cursor.ToString(), out var read));
            Assert.Equal((cursor.After, cursor.Window, cursor.QueryHash), (read.After, read.Window, read.QueryHash));
            Assert.Equal(cursor.Shown, read.Shown);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("i2_____")]
    [InlineData("i1_____x")]
    [InlineData("i1_1-a____")]
    [InlineData("i1__-1___")]
    [InlineData("i1__1_9999999999999999999__")]
    public void Another_text_is_no_cursor(string text) => Assert.False(IncidentCursor.TryParse(text, out _));

    [Fact]
    public void A_cursor_keeps_the_window_of_its_first_page_and_belongs_to_one_query()
    {
        var first = Parse("from=-7d&state=open");
        var cursor = new IncidentCursor
        {
            After = null,
            Window = first!.Window,
            Shown = [],
            QueryHash = first.Hash,
        };

        Assert.Equal(first.Window, Parse("from=-7d&state=open&limit=7&cursor=" + cursor, Now.AddDays(1))!.Window);
        Assert.Null(Parse("from=-7d&state=resolved&cursor=" + cursor));
    }

    private static IncidentsQuery? Parse(string query, DateTimeOffset? now = null) =>
        IncidentsQuery.Parse(
            query.Split('&').Select(pair => (pair.Split('=')[0], (IReadOnlyList<string>)[pair.Split('=')[1]])),
            now ?? Now,
            new ValidationErrors()
        );
}
