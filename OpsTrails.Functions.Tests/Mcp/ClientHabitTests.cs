using System.Text;
using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>What clients in the field send beside or against the standard, and can't recover from when it is refused.</summary>
public sealed class ClientHabitTests(McpDemo demo) : IClassFixture<McpDemo>
{
    private const string Accepted = "Accept: application/json, text/event-stream";
    private const string ForeignSession = "Mcp-Session-Id: of-another-server";

    public static TheoryData<string> Versions =>
        ["2024-10-07", "2025-12-01", "2026-07-28", "2099-01-01", "2025-11-25 ", "garbage", "", "\u00fcber"];

    public static TheoryData<string> Revisions => ProtocolTests.Revisions;

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Initialize_with_a_version_that_the_server_does_not_speak_is_answered_with_the_latest_one(string version)
    {
        var answer = await SendAsync(Initialize(version));

        Assert.Equal("2025-11-25", answer["result"]?["protocolVersion"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("2024-11-05")]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    public async Task Initialize_with_a_version_that_the_server_speaks_is_answered_with_it(string version)
    {
        var answer = await SendAsync(Initialize(version));

        Assert.Equal(version, answer["result"]?["protocolVersion"]?.GetValue<string>());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"protocolVersion":20250618,"capabilities":{},"clientInfo":{"name":"x","version":"1"}}""")]
    [InlineData("""{"protocolVersion":"2025-06-18","capabilities":[]}""")]
    [InlineData("""{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":"x"}""")]
    public async Task Initialize_with_invalid_params_is_an_error_of_the_protocol(string parameters)
    {
        var answer = await SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{{parameters}}}""");

        Assert.Equal((1, -32602), (answer["id"]?.GetValue<int>(), answer["error"]?["code"]?.GetValue<int>()));
    }

    [Theory]
    [InlineData("2099-01-01")]
    [InlineData("garbage")]
    public async Task A_later_request_in_an_unknown_version_is_still_refused(string version)
    {
        using var client = demo.App.ClientWith(demo.Key);

        var answer = await client.AskAsync(
            HttpMethod.Post,
            McpClients.Path,
            """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""",
            "application/json",
            Accepted,
            "MCP-Protocol-Version: " + version
        );

        Assert.Equal((400, -32022), (answer.Status, answer.Json.GetProperty("error").GetProperty("code").GetInt32()));
    }

    [Theory]
    [InlineData("of-another-server")]
    [InlineData("")]
    [InlineData("a, b")]
    public async Task The_id_of_a_foreign_session_is_ignored_from_initialize_on(string session)
    {
        var header = "Mcp-Session-Id: " + session;

        var first = await SendAsync(Initialize("2025-06-18"), header);
        var initialized = await AskAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""", header);
        var ping = await SendAsync("""{"jsonrpc":"2.0","id":2,"method":"ping"}""", header);
        var list = await SendAsync("""{"jsonrpc":"2.0","id":3,"method":"tools/list"}""", header);
        var call = await SendAsync(Call("query_events", """{"limit":1}"""), header);

        Assert.Equal("2025-06-18", first["result"]?["protocolVersion"]?.GetValue<string>());
        Assert.Equal((202, null), (initialized.Status, initialized.Header("mcp-session-id")));
        Assert.NotNull(ping["result"]);
        Assert.NotNull(list["result"]?["tools"]?[0]);
        Assert.False(IsError(call), call.ToJsonString());
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_session_is_neither_streamed_nor_ended(string method)
    {
        using var client = demo.App.ClientWith(demo.Key);

        var answer = await client.AskAsync(new HttpMethod(method), McpClients.Path, null, "application/json", Accepted, ForeignSession);

        Assert.Equal((405, "POST"), (answer.Status, answer.Header("allow")));
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task The_official_client_works_behind_a_gateway_that_adds_a_session(string revision)
    {
        await using var client = await ConnectAsync(revision, new Gateway { Session = "of-the-gateway" });

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(revision, client.NegotiatedProtocolVersion);
        Assert.Contains(tools, tool => tool.Name == "query_events");
    }

    [Theory]
    [InlineData("2099-01-01")]
    [InlineData("garbage")]
    public async Task The_official_client_goes_on_with_the_version_that_it_is_given(string asked)
    {
        await using var client = await ConnectAsync(Assistant.Handshake2025November, new Gateway { Version = asked });

        var answer = await client.CallToolAsync("list_event_types", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("2025-11-25", client.NegotiatedProtocolVersion);
        Assert.NotEqual(true, answer.IsError);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("10.0")]
    [InlineData("1e1")]
    [InlineData("\"10\"")]
    [InlineData("\"10.0\"")]
    public async Task A_whole_number_counts_however_it_is_spelled(string limit)
    {
        foreach (
            var (tool, other) in new[]
            {
                ("query_events", "\"from\":\"-30d\""),
                ("what_changed_before", "\"time\":\"now\",\"window\":\"7d\""),
            }
        )
        {
            var handshake = await SendAsync(Call(tool, $$"""{{{other}},"limit":{{limit}}}"""));
            var perRequest = await SendAsync(
                Call(tool, $$"""{{{other}},"limit":{{limit}}}""", isPerRequest: true),
                "MCP-Protocol-Version: 2026-07-28",
                "Mcp-Method: tools/call",
                "Mcp-Name: " + tool
            );

            Assert.All(
                [handshake, perRequest],
                answer =>
                {
                    Assert.False(IsError(answer), answer.ToJsonString());
                    Assert.Equal(10, RowsOf(answer));
                }
            );
        }
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task The_official_client_may_send_numbers_and_Booleans_as_text(string revision)
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key, revision);

        var page = await assistant.CallAsync("query_events", """{"from":"-30d","limit":"3"}""");
        var tried = await assistant.CallAsync(
            "record_event",
            """{"type":"deployment","source":"as-text","id":"as-text-1","dry_run":"True","data":"{\"ticket\":7}"}"""
        );
        var found = await assistant.CallAsync("query_events", """{"from":"-30d","source":"as-text"}""");

        Assert.Equal(3, page.Json.GetProperty("shown").GetInt32());
        Assert.Equal("would_be_recorded", tried.Json.GetProperty("status").GetString());
        Assert.Contains("ticket", tried.Text, StringComparison.Ordinal);
        Assert.Equal(0, found.Json.GetProperty("shown").GetInt32());
    }

    [Theory]
    [InlineData("10.5", "limit: must be a whole number")]
    [InlineData("\"ten\"", "limit: must be a whole number, not a string")]
    [InlineData("\"1000\"", "limit: must be a number from 1 to 100, not \"1000\"")]
    [InlineData("0.0", "limit: must be a number from 1 to 100, not \"0\"")]
    public async Task What_is_no_whole_number_or_out_of_range_is_refused_as_before(string limit, string named)
    {
        var answer = await SendAsync(Call("query_events", $$"""{"limit":{{limit}}}"""));

        Assert.True(IsError(answer));
        Assert.Contains(named, answer["result"]!["content"]![0]!["text"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static string Initialize(string version) =>
        new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 1,
            ["method"] = "initialize",
            ["params"] = new JsonObject
            {
                ["protocolVersion"] = version,
                ["capabilities"] = new JsonObject(),
                ["clientInfo"] = new JsonObject { ["name"] = "test", ["version"] = "1" },
            },
        }.ToJsonString();

    private static string Call(string tool, string arguments, bool isPerRequest = false)
    {
        var meta = isPerRequest
            ? ""","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"""
            : "";
        return $$$"""{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}{{{meta}}}}}""";
    }

    private static bool IsError(JsonNode answer) => answer["result"]?["isError"]?.GetValue<bool>() ?? answer["result"] is null;

    /// <summary>The rows of an answer, under headings or not.</summary>
    private static int RowsOf(JsonNode answer) =>
        answer["result"]!["structuredContent"]!["rows"] switch
        {
            JsonArray rows => rows.Count,
            JsonObject days => days.Sum(day => day.Value!.AsArray().Count),
            _ => 0,
        };

    private async Task<JsonNode> SendAsync(string message, params string[] headers)
    {
        var answer = await AskAsync(message, headers);
        return JsonNode.Parse(answer.Body[answer.Body.IndexOf('{', StringComparison.Ordinal)..])!;
    }

    private async Task<Answer> AskAsync(string message, params string[] headers)
    {
        using var client = demo.App.ClientWith(demo.Key);
        return await client.AskAsync(HttpMethod.Post, McpClients.Path, message, "application/json", [Accepted, .. headers]);
    }

    private async Task<McpClient> ConnectAsync(string revision, Gateway gateway)
    {
        var http = new HttpClient(gateway);
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(demo.Endpoint),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + demo.Key },
            },
            http,
            ownsHttpClient: true
        );
        return await McpClient.CreateAsync(
            transport,
            new McpClientOptions { ProtocolVersion = revision },
            cancellationToken: TestContext.Current.CancellationToken
        );
    }

    /// <summary>Changes what the client sends, as gateways and clients of later revisions do.</summary>
    private sealed class Gateway() : DelegatingHandler(new HttpClientHandler())
    {
        /// <summary>Added to every request.</summary>
        public string? Session { get; init; }

        /// <summary>The version that <c>initialize</c> asks for instead.</summary>
        public string? Version { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Session is not null)
                request.Headers.TryAddWithoutValidation("Mcp-Session-Id", Session);
            if (Version is not null && request.Content is { } content)
            {
                var message = JsonNode.Parse(await content.ReadAsStringAsync(cancellationToken))!;
                if (message["method"]?.GetValue<string>() == "initialize")
                    message["params"]!["protocolVersion"] = Version;
                request.Content = new StringContent(message.ToJsonString(), Encoding.UTF8, "application/json");
            }
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
