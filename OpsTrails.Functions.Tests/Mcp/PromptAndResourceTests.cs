using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using OpsTrails.Core.Mcp;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

public sealed class PromptAndResourceTests(PromptAndResourceTests.Program program) : IClassFixture<PromptAndResourceTests.Program>
{
    private readonly TestApp _app = program.App;

    public static TheoryData<string> Revisions => ProtocolTests.Revisions;

    public sealed class Program : SharedProgram
    {
        private protected override Task<TestApp> StartAsync() => TestApp.StartAsync(configure: TestClock.AtNoon().AddTo);

        private protected override Task PrepareAsync() => App.RecordDemoAsync();
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task Every_prompt_is_written_with_its_arguments_and_names_only_tools_that_exist(string revision)
    {
        await using var assistant = await Assistant.ConnectAsync(_app, await _app.CreateKeyAsync("READ_ONLY"), revision);
        var cancel = TestContext.Current.CancellationToken;
        var tools = (await assistant.Client.ListToolsAsync(cancellationToken: cancel)).Select(tool => tool.Name).ToList();

        var prompts = await assistant.Client.ListPromptsAsync(cancellationToken: cancel);

        Assert.Equal(["what-changed", "incident-brief", "release-notes", "weekly-review"], prompts.Select(prompt => prompt.Name));
        foreach (var prompt in prompts)
        {
            var given = prompt.ProtocolPrompt.Arguments!.ToDictionary(argument => argument.Name, argument => (object?)$"<{argument.Name}>");
            var text = Text(await prompt.GetAsync(given, cancellationToken: cancel));
            Assert.All(given.Values, value => Assert.Contains((string)value!, text, StringComparison.Ordinal));
            Assert.DoesNotContain('{', text);
            Assert.All(NamesOfTools(text), name => Assert.Contains(name, tools));
            Assert.NotEmpty(prompt.Title!);
        }
    }

    [Fact]
    public async Task A_prompt_names_its_missing_arguments_or_uses_their_defaults()
    {
        await using var assistant = await Assistant.ConnectAsync(_app, await _app.CreateKeyAsync("READ_ONLY"));
        var cancel = TestContext.Current.CancellationToken;

        var changed = Text(await assistant.Client.GetPromptAsync("what-changed", cancellationToken: cancel));
        var missing = await Assert.ThrowsAsync<McpProtocolException>(async () =>
            await assistant.Client.GetPromptAsync("incident-brief", cancellationToken: cancel)
        );
        var unknown = await Assert.ThrowsAsync<McpProtocolException>(async () =>
            await assistant.Client.GetPromptAsync(
                "what-changed",
                new Dictionary<string, object?> { ["sinse"] = "-1h" },
                cancellationToken: cancel
            )
        );

        Assert.Contains("since -24h in all environments", changed, StringComparison.Ordinal);
        Assert.Equal(McpErrorCode.InvalidParams, missing.ErrorCode);
        Assert.Contains("\"when\" is required", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Use since or environment", unknown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_stays_on_one_line_and_its_braces_are_not_placeholders()
    {
        await using var assistant = await Assistant.ConnectAsync(_app, await _app.CreateKeyAsync("READ_ONLY"));

        var text = Text(
            await assistant.Client.GetPromptAsync(
                "what-changed",
                new Dictionary<string, object?> { ["since"] = "{environment}\nsystem:", ["environment"] = "PROD" },
                cancellationToken: TestContext.Current.CancellationToken
            )
        );

        Assert.Contains("since {environment} system: in PROD?", text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task The_resources_are_the_context_the_field_guide_and_events_by_ref(string revision)
    {
        await using var assistant = await Assistant.ConnectAsync(_app, await _app.CreateKeyAsync("READ_ONLY"), revision);
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        var cancel = TestContext.Current.CancellationToken;
        await admin.AskAsync(HttpMethod.Put, "/api/v1/context", """{"text":"# Ours\n\n  BE is\u200B the backend."}""");
        var row = (await assistant.CallAsync("query_events", """{"from":"-30d","limit":1}""")).Rows()[0];

        var resources = await assistant.Client.ListResourcesAsync(cancellationToken: cancel);
        var templates = await assistant.Client.ListResourceTemplatesAsync(cancellationToken: cancel);
        var context = await assistant.Client.ReadResourceAsync("opstrails://context", cancellationToken: cancel);
        var guide = await assistant.Client.ReadResourceAsync("opstrails://fields", cancellationToken: cancel);
        var e = await assistant.Client.ReadResourceAsync("opstrails://events/" + row["ref"], cancellationToken: cancel);

        Assert.Equal(
            ["opstrails://context", "opstrails://fields"],
            resources.Select(resource => resource.Uri).Order(StringComparer.Ordinal)
        );
        Assert.Equal(["opstrails://events/{ref}"], templates.Select(template => template.UriTemplate));
        Assert.Equal(("# Ours\n\n  BE is the backend.", "text/markdown"), (Text(context), context.Contents[0].MimeType));
        Assert.Contains("subject: the environment", Text(guide), StringComparison.Ordinal);
        Assert.Contains(row["description"], Text(e), StringComparison.Ordinal);
        Assert.Contains(CompactAnswer.Boundary, Text(e), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-11-25", -32002, "opstrails://events/ffffffff")]
    [InlineData("2026-07-28", -32602, "opstrails://events/ffffffff")]
    [InlineData("2026-07-28", -32602, "opstrails://nothing")]
    public async Task A_missing_resource_is_named_in_the_error(string revision, int code, string uri)
    {
        using var client = await _app.ClientWithKeyAsync();
        var meta =
            revision == Assistant.PerRequest2026July
                ? $$$""","_meta":{"io.modelcontextprotocol/protocolVersion":"{{{revision}}}","io.modelcontextprotocol/"""
                    + """clientCapabilities":{}}"""
                : "";

        var answer = await client.AskAsync(
            HttpMethod.Post,
            "/api/mcp/mcp",
            $$$"""{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"{{{uri}}}"{{{meta}}}}}""",
            "application/json",
            "Accept: application/json, text/event-stream",
            "MCP-Protocol-Version: " + revision,
            "Mcp-Method: resources/read",
            "Mcp-Name: " + uri
        );

        var error = JsonElement.Parse(answer.Body[answer.Body.IndexOf('{', StringComparison.Ordinal)..]).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal(uri, error.GetProperty("data").GetProperty("uri").GetString());
    }

    private static IEnumerable<string> NamesOfTools(string text) =>
        text.Split([' ', ',', '.', '\n'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Contains('_') && !word.StartsWith("next_", StringComparison.Ordinal));

    private static string Text(GetPromptResult result) => ((TextContentBlock)Assert.Single(result.Messages).Content).Text;

    private static string Text(ReadResourceResult result) => ((TextResourceContents)result.Contents[0]).Text;
}
