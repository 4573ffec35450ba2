using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>The endpoint over plain HTTP: access, and the answers to rejected requests.</summary>
public sealed class EndpointTests(EmptyProgram program) : IClassFixture<EmptyProgram>
{
    private const string Path = "/api/mcp/mcp";
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";
    private const string Accepted = "Accept: application/json, text/event-stream";

    private readonly TestApp _app = program.App;

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer ot_notakey")]
    [InlineData("Basic dXNlcjpwYXNz")]
    public async Task A_missing_or_invalid_key_gets_a_JSON_401_without_an_authorization_server(string? authorization)
    {
        var answer = await _app.Client.AskAsync(
            HttpMethod.Post,
            Path,
            Ping,
            "application/json",
            authorization is null ? [Accepted] : [Accepted, "Authorization: " + authorization]
        );

        Assert.Equal((401, "UNAUTHORIZED"), (answer.Status, answer.Code));
        Assert.Equal("Bearer", answer.Header("www-authenticate"));
        Assert.DoesNotContain("resource_metadata", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_setup_token_is_for_keys_only()
    {
        using var client = _app.ClientWith(TestApp.SetupToken);

        var answer = await client.AskAsync(HttpMethod.Post, Path, Ping, "application/json", Accepted);

        Assert.Equal((403, "FORBIDDEN"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("/.well-known/oauth-protected-resource")]
    [InlineData("/.well-known/oauth-protected-resource/api/mcp/mcp")]
    [InlineData("/.well-known/oauth-authorization-server")]
    [InlineData("/.well-known/oauth-authorization-server/api/mcp/mcp")]
    [InlineData("/api/mcp/mcp/.well-known/oauth-authorization-server")]
    public async Task There_is_no_oauth_to_discover(string path)
    {
        using var client = await _app.ClientWithKeyAsync();

        var answers = new[]
        {
            await _app.Client.AskAsync(path),
            await client.AskAsync(path),
            await client.AskAsync(HttpMethod.Post, path, "{}"),
        };

        Assert.All(answers, answer => Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code)));
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    public async Task Another_method_is_refused_with_the_one_that_is_taken(string method)
    {
        using var client = await _app.ClientWithKeyAsync();

        var answer = await client.AskAsync(new HttpMethod(method), Path);

        Assert.Equal((405, "METHOD_NOT_ALLOWED", "POST"), (answer.Status, answer.Code, answer.Header("allow")));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_refused_in_json()
    {
        using var client = await _app.ClientWithKeyAsync();

        var answer = await client.AskAsync(
            HttpMethod.Post,
            Path,
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":\"" + new string('x', 256 * 1024) + "\"}}",
            "application/json",
            Accepted
        );

        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("", -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"secret-in-here", -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"name\":1}}", -32602)]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600)]
    [InlineData("\"text\"", -32600)]
    [InlineData("{}", -32600)]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":{\"secret-in-here\":1},\"method\":\"ping\"}", -32600)]
    public async Task An_invalid_message_gets_the_protocol_error_and_is_not_echoed(string body, int code)
    {
        using var client = await _app.ClientWithKeyAsync();

        var answer = await client.AskAsync(HttpMethod.Post, Path, body, "application/json", Accepted);

        Assert.Equal((400, code), (answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetInt32()));
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", 415)]
    [InlineData("application/xml", 415)]
    public async Task Another_media_type_is_refused_in_json(string mediaType, int status)
    {
        using var client = await _app.ClientWithKeyAsync();

        var answer = await client.AskAsync(HttpMethod.Post, Path, Ping, mediaType, Accepted);

        Assert.Equal((status, "UNSUPPORTED_MEDIA_TYPE"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://127.0.0.1:6274", 200)]
    [InlineData("http://localhost", 200)]
    public async Task Requests_from_a_page_of_another_site_are_refused(string origin, int status)
    {
        using var client = await _app.ClientWithKeyAsync();

        var answer = await client.AskAsync(HttpMethod.Post, Path, Ping, "application/json", Accepted, "Origin: " + origin);

        Assert.Equal(status, answer.Status);
        Assert.True(status == 200 || answer.Code == "FORBIDDEN");
    }

    [Fact]
    public async Task A_foreign_host_name_that_resolves_to_this_machine_is_refused()
    {
        using var client = await _app.ClientWithKeyAsync();

        var answer = await client.AskAsync(
            HttpMethod.Post,
            Path,
            Ping,
            "application/json",
            Accepted,
            "Host: evil.example",
            "Origin: http://evil.example"
        );

        Assert.Equal((403, "FORBIDDEN"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("https://ops.example.com", 200)]
    [InlineData("https://OPS.example.com:443", 200)]
    [InlineData("http://localhost:3000", 200)]
    [InlineData("http://ops.example.com", 403)]
    [InlineData("https://ops.example.com:8443", 403)]
    [InlineData("https://evil.example", 403)]
    public async Task With_a_public_address_its_pages_are_accepted(string origin, int status)
    {
        await using var app = await TestApp.StartAsync(settings: "OpsTrails:PublicUrl=https://ops.example.com");
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.AskAsync(HttpMethod.Post, Path, Ping, "application/json", Accepted, "Origin: " + origin);

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("https://ops.example.com", 200)]
    [InlineData("https://evil.example", 403)]
    public async Task Behind_a_functions_host_the_name_that_it_was_asked_for_counts(string origin, int status)
    {
        await using var app = await TestApp.StartUnderHostAsync();
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.AskAsync(
            HttpMethod.Post,
            Path,
            Ping,
            "application/json",
            Accepted,
            "Host: ops.example.com",
            "Origin: " + origin
        );

        Assert.Equal(status, answer.Status);
    }

    [Theory]
    [InlineData("""{"name":"query_events","arguments":{"search":"\ud800"}}""", "surrogate")]
    [InlineData("""{"name":"query_events","arguments":{"\ud800":"x"}}""", "surrogate")]
    [InlineData("""{"name":"query_events","arguments":[]}""", "")]
    [InlineData("""{"name":"query_events","arguments":"x"}""", "")]
    [InlineData("""{"name":"query_events","arguments":{"limit":5,"limit":500}}""", "")]
    [InlineData("""{"name":"\ud800"}""", "")]
    [InlineData("""{"name":5}""", "")]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("null", "")]
    public async Task A_hostile_call_is_refused_in_json_and_never_a_crash(string call, string named)
    {
        using var client = await _app.ClientWithKeyAsync();

        var answer = await client.AskAsync(
            HttpMethod.Post,
            Path,
            $$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{call}}}""",
            "application/json",
            Accepted
        );

        Assert.InRange(answer.Status, 200, 499);
        var message = System.Text.Json.JsonElement.Parse(answer.Body[answer.Body.IndexOf('{', StringComparison.Ordinal)..]);
        Assert.Equal("2.0", message.GetProperty("jsonrpc").GetString());
        Assert.True(
            message.TryGetProperty("error", out _) || message.GetProperty("result").GetProperty("isError").GetBoolean(),
            answer.Body
        );
        Assert.Contains(named, answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", answer.Body, StringComparison.Ordinal);
    }
}
