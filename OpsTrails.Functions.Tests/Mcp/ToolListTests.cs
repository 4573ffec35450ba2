using System.Text;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>What an assistant reads before it asks anything: it costs tokens in every conversation.</summary>
public sealed class ToolListTests : IAsyncLifetime
{
    private static readonly string[] Reading =
    [
        "get_organization_context",
        "query_events",
        "get_event_summary",
        "get_event",
        "what_changed_before",
        "get_grid",
        "compare_environments",
        "list_event_types",
        "list_event_sources",
        "list_event_subjects",
    ];

    private TestApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(settings: "OpsTrails:Mcp:AllowRecording=true");

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task The_whole_list_is_at_most_10_000_bytes_and_12_tools()
    {
        var tools = await ListAsync("READ_WRITE");

        Assert.InRange(tools.Count, 1, 12);
        Assert.InRange(Encoding.UTF8.GetByteCount($"[{string.Join(',', tools)}]"), 1, 10_000);
    }

    [Fact]
    public async Task Every_tool_says_what_it_does_and_whether_it_changes_anything()
    {
        var tools = await ListAsync("READ_WRITE");

        Assert.All(
            tools,
            tool =>
            {
                var hints = tool.GetProperty("annotations");
                var isReading = Reading.Contains(tool.GetProperty("name").GetString());
                Assert.False(string.IsNullOrEmpty(tool.GetProperty("title").GetString()));
                Assert.InRange(tool.GetProperty("description").GetString()!.Length, 20, 400);
                Assert.Equal(isReading, hints.GetProperty("readOnlyHint").GetBoolean());
                Assert.Equal(isReading, hints.GetProperty("idempotentHint").GetBoolean());
                Assert.False(hints.GetProperty("destructiveHint").GetBoolean());
                Assert.False(hints.GetProperty("openWorldHint").GetBoolean());
            }
        );
    }

    [Fact]
    public async Task Schemas_of_arguments_are_closed_those_of_answers_are_open_and_no_type_is_a_list()
    {
        var tools = await ListAsync("READ_WRITE");

        Assert.All(
            tools,
            tool =>
            {
                Assert.False(tool.GetProperty("inputSchema").GetProperty("additionalProperties").GetBoolean());
                Assert.False(tool.GetProperty("outputSchema").TryGetProperty("additionalProperties", out _));
                Assert.DoesNotContain("\"type\":[", tool.GetRawText(), StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task The_order_stays_the_same_and_clients_may_keep_the_list_for_themselves_for_five_minutes()
    {
        await using var assistant = await Assistant.ConnectAsync(_app, await _app.CreateKeyAsync());
        var cancel = TestContext.Current.CancellationToken;

        var first = await assistant.Client.ListToolsAsync(new ModelContextProtocol.Protocol.ListToolsRequestParams(), cancel);
        var second = await assistant.Client.ListToolsAsync(new ModelContextProtocol.Protocol.ListToolsRequestParams(), cancel);

        Assert.Equal([.. Reading, "record_event"], first.Tools.Select(tool => tool.Name));
        Assert.Equal(first.Tools.Select(tool => tool.Name), second.Tools.Select(tool => tool.Name));
        Assert.Equal(TimeSpan.FromMinutes(5), first.TimeToLive);
        Assert.Equal(ModelContextProtocol.Protocol.CacheScope.Private, first.CacheScope);
    }

    [Theory]
    [InlineData("READ_ONLY", false)]
    [InlineData("READ_WRITE", true)]
    [InlineData("ADMIN", true)]
    public async Task Record_event_is_listed_for_keys_that_can_record(string scope, bool isShown)
    {
        var names = (await ListAsync(scope)).Select(tool => tool.GetProperty("name").GetString());

        Assert.Equal(isShown, names.Contains("record_event"));
    }

    [Fact]
    public async Task Record_event_is_hidden_when_recording_is_off()
    {
        await using var app = await TestApp.StartAsync();
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync("ADMIN"));

        var tools = await assistant.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Reading, tools.Select(tool => tool.Name));
        Assert.DoesNotContain("record_event", assistant.Client.ServerInstructions, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task The_instructions_are_short_and_name_existing_tools(string revision)
    {
        await using var assistant = await Assistant.ConnectAsync(_app, await _app.CreateKeyAsync(), revision);

        var instructions = assistant.Client.ServerInstructions!;

        Assert.InRange(Encoding.UTF8.GetByteCount(instructions), 100, 1_023);
        Assert.Contains("get_organization_context", instructions, StringComparison.Ordinal);
        Assert.Contains("record_event", instructions, StringComparison.Ordinal);
        Assert.DoesNotContain("get_metrics_around_event", instructions, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<JsonElement>> ListAsync(string scope)
    {
        await using var assistant = await Assistant.ConnectAsync(_app, await _app.CreateKeyAsync(scope));
        var tools = await assistant.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        return
        [
            .. tools.Select(tool =>
                JsonSerializer.SerializeToElement(tool.ProtocolTool, ModelContextProtocol.McpJsonUtilities.DefaultOptions)
            ),
        ];
    }
}
