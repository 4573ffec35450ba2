using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>The official TypeScript clients, which reject an answer that violates the schema of its tool.</summary>
public sealed class TypeScriptClientTests(McpDemo demo) : IClassFixture<McpDemo>
{
    [Theory]
    [InlineData("client auto", "2026-07-28")]
    [InlineData("client legacy", "2025-11-25")]
    [InlineData("sdk", "2025-11-25")]
    public async Task Every_tool_answers_full_empty_and_wrong_input(string client, string revision)
    {
        CalledTool[] calls = [.. ToolCase.FullCalls, .. ToolCase.OtherCalls];
        var request = new
        {
            url = demo.Endpoint,
            key = demo.Key,
            client,
            calls = calls.Select(call => new { tool = call.Tool, arguments = call.Arguments }),
        };

        var answer = await McpClients.AskAsync("call.mjs", request);

        Assert.Equal(revision, answer.GetProperty("version").GetString());
        Assert.Equal(
            ToolCase.All.Select(tool => tool.Tool).Order(),
            answer.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).Order()
        );
        var mismatches = calls
            .Zip(answer.GetProperty("outcomes").EnumerateArray())
            .Select(pair => Mismatch(pair.First, pair.Second))
            .OfType<string>()
            .ToList();
        Assert.True(mismatches.Count == 0, string.Join('\n', mismatches));
    }

    private static string? Mismatch(CalledTool call, JsonElement outcome)
    {
        var told = $"{call.Tool} {call.Arguments}: {outcome}";
        if (outcome.TryGetProperty("error", out _) || outcome.GetProperty("errors").ValueKind != JsonValueKind.Null)
            return told;
        var result = outcome.GetProperty("result");
        var isError = result.TryGetProperty("isError", out var flag) && flag.GetBoolean();
        if (call.Refused is null)
            return isError || !result.TryGetProperty("structuredContent", out _) ? told : null;
        return isError && result.GetProperty("content")[0].GetProperty("text").GetString()!.Contains(call.Refused, StringComparison.Ordinal)
            ? null
            : told;
    }
}
