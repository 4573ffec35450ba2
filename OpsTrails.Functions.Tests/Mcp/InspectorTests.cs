using OpsTrails.Functions.Tests.Fixtures;

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

    /// <summary>
    /// Each call is a process, and the other official clients make all calls in both eras; so this one makes every call once.
    /// </summary>
    [Theory]
    [InlineData("modern", true)]
    [InlineData("legacy", false)]
    public async Task Every_tool_answers_full_empty_and_wrong_input(string era, bool isFull)
    {
        var calls = isFull ? ToolCase.FullCalls : ToolCase.OtherCalls;
        var outcomes = new McpClients.Outcome[calls.Count];
        await Parallel.ForAsync(
            0,
            outcomes.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (i, _) =>
                outcomes[i] = await RunAsync(
                    demo.Key,
                    era,
                    "--method",
                    "tools/call",
                    "--tool-name",
                    calls[i].Tool,
                    "--tool-args-json",
                    calls[i].Arguments.GetRawText(),
                    "--format",
                    "json"
                )
        );

        var mismatches = calls.Zip(outcomes).Select(pair => Mismatch(pair.First, pair.Second)).OfType<string>().ToList();
        Assert.True(mismatches.Count == 0, string.Join('\n', mismatches));
    }

    [Theory]
    [InlineData("legacy")]
    [InlineData("modern")]
    public async Task An_invalid_key_gets_the_exit_code_for_401(string era)
    {
        var outcome = await RunAsync("ot_wrong", era, "--method", "tools/list");

        Assert.True(outcome.ExitCode == Unauthorized, outcome.Told("tools/list"));
    }

    private Task<McpClients.Outcome> RunAsync(string key, string era, params string[] arguments) =>
        McpClients.RunAsync(
            Inspector,
            [
                "--cli",
                demo.Endpoint,
                "--transport",
                "http",
                "--header",
                "Authorization: Bearer " + key,
                "--protocol-era",
                era,
                "--stored-auth-only",
                .. arguments,
            ]
        );

    private static string? Mismatch(CalledTool call, McpClients.Outcome outcome)
    {
        var isRight = call.Refused is null
            ? outcome.ExitCode == Answered
            : outcome.ExitCode == Refused && outcome.Output.Contains(call.Refused, StringComparison.Ordinal);
        return isRight ? null : outcome.Told($"{call.Tool} {call.Arguments}");
    }
}
