using OpsTrails.Functions.Live;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Tests.Limits;

/// <summary>Large answers end early.</summary>
[Layer(Layer.Process)]
public sealed class LargeAnswerTests(LargeEvents large) : IClassFixture<LargeEvents>
{
    [Theory]
    [InlineData("?limit=100")]
    [InlineData("?limit=100&search=stag")]
    [InlineData("?limit=100&source=BE&subject=STAGING")]
    public async Task A_page_ends_at_about_a_megabyte_and_the_cursor_goes_on(string query)
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var address = "/api/v1/events" + query + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor));
            var page = await large.Client.AskAsync(address);
            Assert.InRange(page.Body.Length, 1, EventPages.MaxBytes + (2 * LargeEvents.EventBytes));
            seen.AddRange(page.Data.EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            cursor = page.Json.GetProperty("nextCursor").GetString();
        } while (cursor is not null);

        Assert.Equal(LargeEvents.Events, seen.Count);
        Assert.Equal(LargeEvents.Events, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_poll_ends_early_and_its_cursor_goes_on()
    {
        var seen = new List<string>();
        var cursor = "begin";
        while (seen.Count < LargeEvents.Events)
        {
            var page = await large.Client.AskAsync($"/api/v1/events?limit=100&after={cursor}");
            Assert.InRange(page.Body.Length, 1, FeedReader.MaxBytes + (2 * LargeEvents.EventBytes));
            seen.AddRange(page.Data.EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            Assert.NotEqual(cursor, page.Json.GetProperty("nextCursor").GetString());
            cursor = page.Json.GetProperty("nextCursor").GetString()!;
        }

        Assert.Equal(LargeEvents.Events, seen.Distinct().Count());
    }
}
