using System.Text;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>What is not HTTP never reaches the pipeline: the server refuses it with a bare status.</summary>
public sealed class NoHttpTests
{
    [Theory]
    [InlineData("NUL in the path", "GET /api/v1/events/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [InlineData("no version", "GET /api/v1/events\r\n\r\n", 400)]
    [InlineData("no path", "GET HTTP/1.1\r\n\r\n", 400)]
    [InlineData("no host", "GET /api/v1/events/x HTTP/1.1\r\n\r\n", 400)]
    [InlineData("two hosts", "GET /api/v1/events/x HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400)]
    [InlineData("blank before the colon", "GET /api/v1/events/x HTTP/1.1\r\nHost : x\r\n\r\n", 400)]
    [InlineData("folded header", "GET /api/v1/events/x HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400)]
    [InlineData("NUL in a header", "GET /api/v1/events/x HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n", 400)]
    [InlineData("negative length", "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("two lengths", "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("unknown transfer coding", "POST /api/v1/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 400)]
    [InlineData("HTTP/9", "GET /api/v1/events/x HTTP/9.9\r\nHost: x\r\n\r\n", 505)]
    public async Task Malformed_HTTP_is_refused_and_the_app_keeps_serving(string fault, string request, int status)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var refused = await RawHttp.SendAsync(app.Client.BaseAddress!, Encoding.Latin1.GetBytes(request));
        var good = await client.RecordAsync(AnEvent.Json("good"));

        Assert.True(refused.Status == status, $"{fault}: {refused.Status}");
        Assert.Equal(201, good.Status);
    }

    [Fact]
    public async Task Headers_beyond_32_KiB_are_refused()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await RawHttp.SendAsync(
            app.Client.BaseAddress!,
            RawHttp.Request("GET", "/api/v1/events/x", ["Authorization: Bearer " + new string('x', 40_000)], [])
        );

        Assert.Equal(431, answer.Status);
    }

    [Fact]
    public async Task A_body_that_breaks_off_records_nothing()
    {
        await using var app = await TestApp.StartAsync();
        var key = await app.CreateKeyAsync();
        using var client = app.ClientWith(key);
        var whole = Encoding.UTF8.GetBytes(AnEvent.Json("broken-off"));
        var request = RawHttp.Request(
            "POST",
            "/api/v1/events",
            ["Authorization: Bearer " + key, "Content-Type: application/json", $"Content-Length: {whole.Length + 1}"],
            whole
        );

        using (var caller = new System.Net.Sockets.TcpClient())
        {
            await caller.ConnectAsync(app.Client.BaseAddress!.Host, app.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
            await caller.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        }
        await client.RecordAsync(AnEvent.Json("good"));
        await app.SettleAsync();

        Assert.Equal("good", Assert.Single(await app.RowsAsync(Tables.Events)).Text("Id"));
    }
}
