using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Grid;

/// <summary>A grid of 60 systems in 12 environments, as it goes over the wire.</summary>
public sealed class GridBytesTests(LargeGrid grid) : IClassFixture<LargeGrid>
{
    private const int MaxBytes = 15 * 1024;

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    [InlineData("gzip, deflate, br, zstd")]
    public async Task It_is_smaller_than_15_KB(string accepted)
    {
        using var client = await grid.App.ClientWithKeyAsync("READ_ONLY");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/grid");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);

        var plain = (await client.AskAsync("/api/v1/grid")).Body.Length;
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var packed = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.InRange(plain, 200_000, int.MaxValue);
        Assert.InRange(packed.Length, 1_000, MaxBytes);
    }
}
