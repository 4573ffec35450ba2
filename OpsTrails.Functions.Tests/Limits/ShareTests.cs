using System.Net;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Limits;

/// <summary>What one key may take of what its organization has.</summary>
public sealed class ShareTests
{
    [Theory]
    [InlineData("/api/v1/events/stream")]
    [InlineData("/api/v1/events?after=now&wait=5")]
    public async Task A_key_has_a_share_of_the_live_readers(string address)
    {
        await using var app = await TestApp.StartAsync(settings: "OpsTrails:Live:MaxReadersPerKey=1");
        using var one = await app.ClientWithKeyAsync();
        using var other = await app.ClientWithKeyAsync();
        using (await SseReader.OpenedAsync(one))
        {
            Assert.Equal((429, "QUOTA_EXCEEDED"), await RefusalOf(one, address));
            using var stream = await SseReader.OpenedAsync(other);
        }

        // A stream that was closed is no longer counted.
        await Eventually.TrueAsync(async () =>
        {
            using var response = await one.GetAsync(
                new Uri("/api/v1/events/stream", UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead,
                TestContext.Current.CancellationToken
            );
            return response.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task A_summary_takes_ten_requests_from_the_allowance_of_its_key()
    {
        await using var app = await TestApp.StartAsync(settings: ["OpsTrails:Rates:PerKeyPerSecond=1", "OpsTrails:Rates:PerKeyBurst=25"]);
        using var summaries = await app.ClientWithKeyAsync();
        using var pages = await app.ClientWithKeyAsync();

        var (few, many) = (await AllowedAsync(summaries, "/api/v1/summary"), await AllowedAsync(pages, "/api/v1/events"));

        Assert.True(few >= 2 && few * 4 <= many, $"{few} summaries and {many} pages were answered.");
    }

    private static async Task<(int Status, string Code)> RefusalOf(HttpClient client, string address)
    {
        var answer = await client.AskAsync(address);
        return (answer.Status, answer.Code);
    }

    private static async Task<int> AllowedAsync(HttpClient client, string address)
    {
        var allowed = 0;
        while (allowed < 200 && (await client.AskAsync(address)).Status != 429)
            allowed++;
        return allowed;
    }
}
