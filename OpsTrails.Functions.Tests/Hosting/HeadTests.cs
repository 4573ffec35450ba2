using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>HEAD is answered wherever GET is, with the same status and headers.</summary>
public sealed class HeadTests : IAsyncLifetime
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    /// <summary>Differ from answer to answer, or are about the bytes on the connection.</summary>
    private static readonly string[] Changing = ["date", "transfer-encoding", "connection"];

    private TestApp _app = null!;
    private string _key = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(configure: TestClock.AtNoon().AddTo);
        _key = await _app.CreateKeyAsync("ADMIN");
        using var client = _app.ClientWith(_key);
        await client.RecordAsync(AnEvent.Batch(30), "application/cloudevents-batch+json");
        await client.RecordAsync(AnEvent.Json("e"));
        await _app.SettleAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("Accept-Encoding: br")]
    [InlineData("Accept-Encoding: gzip")]
    [InlineData("Accept: text/html")]
    [InlineData("Accept: application/problem+json")]
    public async Task Every_address_answers_HEAD_as_it_answers_GET(string header)
    {
        var addresses = AddressesOf(_app);
        var differing = new List<string>();
        foreach (var address in addresses)
        {
            foreach (
                string[] who in (string[][])
                    [
                        [],
                        ["Authorization: Bearer " + _key],
                    ]
            )
            {
                string[] headers = [.. who, .. header.Length > 0 ? (string[])[header] : []];
                var (get, _) = await SendAsync("GET", address, headers);
                var (head, body) = await SendAsync("HEAD", address, headers);
                if (get != head || body.Length > 0)
                    differing.Add($"{address}\n{get}\n---\n{head}\n{Encoding.Latin1.GetString(body)}");
            }
        }

        Assert.True(addresses.Count > 30);
        Assert.Empty(differing);
    }

    [Theory]
    [InlineData("/api/v1/events/stream")]
    [InlineData("/api/v1/events?after=now&wait=30")]
    public async Task HEAD_waits_for_nothing(string address)
    {
        using var client = _app.ClientWith(_key);
        client.Timeout = MaxWait;

        var answer = await client.AskAsync(HttpMethod.Head, address);

        Assert.Equal(200, answer.Status);
        Assert.StartsWith(
            address.Contains("stream", StringComparison.Ordinal) ? "text/event-stream" : "application/json",
            answer.Header("content-type"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_stream_that_cannot_be_opened_says_so_to_HEAD()
    {
        using var client = _app.ClientWith(_key);

        Assert.Equal(400, (await client.AskAsync(HttpMethod.Head, "/api/v1/events/stream?after=x")).Status);
        Assert.Equal(401, (await _app.Client.AskAsync(HttpMethod.Head, "/api/v1/events/stream")).Status);
    }

    [Fact]
    public async Task Several_requests_on_a_connection_stay_apart()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_app.Client.BaseAddress!.Host, _app.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        var head = RawHttp.Request("HEAD", "/api/v1/events", ["Authorization: Bearer " + _key], []);
        var last = RawHttp.Request("GET", "/health", ["Connection: close"], []);

        await client.GetStream().WriteAsync((byte[])[.. head, .. head, .. last], TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        var all = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, all.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.EndsWith("\r\n\r\n{\"status\":\"ready\"}", all, StringComparison.Ordinal);
    }

    private static List<string> AddressesOf(TestApp app) =>
        [
            .. app
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.Cast<RouteEndpoint>()
                .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") != false)
                .Select(route => "/" + route.RoutePattern.RawText!.TrimStart('/'))
                .Where(path => path != "/api/v1/events/stream")
                .Select(path =>
                    path.Replace("{id}", "e", StringComparison.Ordinal).Replace("{documentName?}", "", StringComparison.Ordinal)
                )
                .Select(path =>
                    path.Replace("{number}", "1", StringComparison.Ordinal).Replace("{revision}", "1", StringComparison.Ordinal)
                ),
            "/grid",
            "/events",
            "/api/v1/events?limit=100",
            "/api/v1/events?limit=x",
            "/api/v1/events?after=begin",
            "/api/v1/nothing",
            "/nothing",
            "/docs/api",
        ];

    private async Task<(string Head, byte[] Body)> SendAsync(string method, string address, string[] headers)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_app.Client.BaseAddress!.Host, _app.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(
            RawHttp.Request(method, address, [.. headers, "Connection: close"], []),
            TestContext.Current.CancellationToken
        );
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, TestContext.Current.CancellationToken).WaitAsync(MaxWait, TimeProvider.System);
        var bytes = all.ToArray();
        var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        var lines = Encoding
            .Latin1.GetString(bytes[..end])
            .Split("\r\n")
            .Where(line => line != "Content-Length: 0" && !Changing.Contains(line.Split(':')[0].ToLowerInvariant()))
            .Order(StringComparer.Ordinal);
        return (string.Join('\n', lines), bytes[(end + 4)..]);
    }
}
