using System.Text.Json;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>The command line of the MCP Inspector, as people use it to look at a server, in both eras of the protocol.</summary>
public sealed class InspectorTests(McpDemo demo) : IClassFixture<McpDemo>
{
    private const string Inspector = "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js";
    private const int Answered = 0;
    private const int Unauthorized = 3;
    private const int Refused = 5;

    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task The_schemas_of_all_tools_suit_every_assistant(string era)
    {
        var outcome = await RunAsync(demo.Key, era, "--method", "tools/list", "--strict");

        Assert.True(outcome.ExitCode == Answered, outcome.Told("tools/list --strict"));
        Assert.Equal("", outcome.Error);
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task Every_tool_answers_full_empty_and_wrong_input(string era)
    {
        var outcomes = new McpClients.Outcome[ToolCase.Calls.Count];
        await Parallel.ForAsync(0, outcomes.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (i, _) =>
        {
            var (tool, arguments, _) = ToolCase.Calls[i];
            outcomes[i] = await RunAsync(demo.Key, era, "--method", "tools/call", "--tool-name", tool, "--tool-args-json", arguments.GetRawText(), "--format", "json");
        });

        Assert.Empty(ToolCase.Calls.Zip(outcomes).Select(pair => Fault(pair.First, pair.Second)).OfType<string>());
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task A_wrong_key_is_told_to_be_one(string era)
    {
        var outcome = await RunAsync("ot_wrong", era, "--method", "tools/list");

        Assert.True(outcome.ExitCode == Unauthorized, outcome.Told("tools/list"));
    }

    private Task<McpClients.Outcome> RunAsync(string key, string era, params string[] arguments) =>
        McpClients.RunAsync(Inspector, ["--cli", demo.Endpoint, "--transport", "http", "--header", "Authorization: Bearer " + key, "--protocol-era", era, "--stored-auth-only", .. arguments]);

    private static string? Fault((string Tool, JsonElement Arguments, string? Refused) call, McpClients.Outcome outcome)
    {
        var isRight = call.Refused is null
            ? outcome.ExitCode == Answered
            : outcome.ExitCode == Refused && outcome.Output.Contains(call.Refused, StringComparison.Ordinal);
        return isRight ? null : outcome.Told($"{call.Tool} {call.Arguments}");
    }
}
