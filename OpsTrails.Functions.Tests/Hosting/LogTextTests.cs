using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>Whatever anybody sends, a line of the log stays one line, and a wrong request leaves no stack trace.</summary>
public sealed class LogTextTests : IAsyncLifetime
{
    /// <summary>Percent-encoded: line ends, an escape of a terminal, U+2028, and a mark that turns the direction.</summary>
    private const string Hostile = "a%0D%0Afake%1B%5B31m%E2%80%A8b%E2%80%AEc%C2%85d";

    private static readonly string Text = Uri.UnescapeDataString(Hostile);

    private TestProvider _provider = null!;
    private TestApp _app = null!;
    private string _key = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();

        // Everything that any library says, not only what the settings let through.
        _app = await TestApp.StartAsync(
            configure: builder =>
                builder.Services.Configure<LoggerFilterOptions>(filters =>
                {
                    filters.Rules.Clear();
                    filters.MinLevel = LogLevel.Trace;
                }),
            settings: _provider.Settings
        );
        _key = await _app.CreateKeyAsync("ADMIN");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_from_outside_ends_a_line_or_controls_a_terminal()
    {
        await SendEverythingAsync();

        Assert.Contains(_app.Log.All, line => line.Contains("a\\r\\nfake\\u001B[31m\\u2028b\\u202Ec\\u0085d", StringComparison.Ordinal));
        Assert.DoesNotContain(_app.Log.All, line => !PlainText.IsPlain(WithoutTrace(line)));
    }

    [Fact]
    public async Task What_does_not_exist_or_is_broken_leaves_no_stack_trace()
    {
        await SendEverythingAsync();

        var traces = _app.Log.All.Where(line => line.Contains("   at ", StringComparison.Ordinal)).ToList();
        Assert.True(traces.Count == 0, string.Join('\n', traces));
    }

    private async Task SendEverythingAsync()
    {
        var json = System.Text.Json.JsonSerializer.Serialize(Text);
        using var client = _app.ClientWith(_key);
        foreach (
            var path in (string[])
                [
                    $"/{Hostile}",
                    $"/api/v1/{Hostile}",
                    $"/api/v1/events/{Hostile}",
                    $"/api/v1/events?type={Hostile}&{Hostile}=1",
                    $"/api/v1/events?cursor={Hostile}",
                    $"/api/v1/events/stream?after={Hostile}",
                    $"/assets/{Hostile}.js",
                    $"/grid?at={Hostile}",
                    $"/docs/api/{Hostile}",
                    $"/openapi/{Hostile}.json",
                    $"/sign-in/callback?error={Hostile}&error_description={Hostile}&error_uri={Hostile}",
                    $"/sign-in/callback?error={Hostile}&error_description={Hostile}&state={Hostile}",
                    $"/sign-in/callback?code={Hostile}&state={Hostile}",
                    $"/sign-in/callback?{Hostile}",
                    "/sign-in/callback",
                ]
        )
            await client.AskAsync(path);
        foreach (
            var header in (string[])
                ["User-Agent", "Authorization", "Cookie", "Origin", "Accept", "Content-Type", "X-Any", "If-Match", "Referer"]
        )
            await SendAsync(
                "POST",
                "/api/v1/events",
                $"{header}: \u001b[31m\u009b\u0085{Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("\u2028\u202e"))}"
            );
        await SendAsync("GET", "/api/v1/events", "Host: \u001b[31m");
        await SendAsync("G\u001bT", "/", "X: y");
        await client.RecordAsync($$"""{"specversion":"1.0",{{json}}:1,"type":{{json}},"source":{{json}},"time":{{json}} }""");
        await client.RecordAsync("{" + json);
        await client.AskAsync(HttpMethod.Post, "/api/v1/keys", $$"""{"name":{{json}},{{json}}:{{json}} }""");
        await client.AskAsync(HttpMethod.Put, "/api/v1/settings", $$"""{{{json}}:{{json}} }""");
        foreach (var method in (string[])["tools/call", "resources/read", "prompts/get", json.Trim('"'), "initialize"])
            await client.AskAsync(
                HttpMethod.Post,
                "/api/mcp/mcp",
                $$"""
                {"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{"name":{{json}},"uri":{{json}},
                "arguments":{ {{json}}:{{json}} } } }
                """,
                headers: "Accept: application/json, text/event-stream"
            );
        await client.AskAsync(
            HttpMethod.Post,
            "/api/mcp/mcp",
            $$"""
            {"jsonrpc":"2.0","id":{{json}},"method":"tools/call","params":{"name":"query_events",
            "arguments":{ {{json}}:{{json}} } } }
            """,
            headers: ["Accept: application/json, text/event-stream", "MCP-Protocol-Version: x", "Mcp-Session-Id: x"]
        );
        await client.AskAsync(HttpMethod.Post, "/api/mcp/mcp", $$"""{"jsonrpc":"2.0",{{json}}:1}""");
        using var browser = new Browser(_app);
        _provider.Refusal = "server_error";
        await browser.ReturnAsync(await browser.ApproveAsync());
        _provider.Refusal = null;
        _provider.Tamper = token => token.Issuer = "https://elsewhere.example/" + Text;
        await browser.EnterAsync();
        _provider.Tamper = token => token.Audience = Text;
        await browser.EnterAsync();
    }

    private async Task SendAsync(string method, string path, string latin1)
    {
        var request = $"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{latin1}\r\nContent-Length: 2\r\n\r\n{{}}";
        await RawHttp.SendAsync(_app.Client.BaseAddress!, Encoding.Latin1.GetBytes(request));
    }

    /// <summary>A stack trace has lines of its own, each of this program's or a library's.</summary>
    private static string WithoutTrace(string line) => line.Split("\n   at ")[0];
}
