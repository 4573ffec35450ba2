using ModelContextProtocol.Client;
using OpsTrails.Functions.Mcp;

namespace OpsTrails.Functions.Smoke;

/// <summary>Calls the MCP endpoint with the official client.</summary>
internal static class AssistantChecks
{
    private const string Tool = "list_event_sources";

    public static SmokeCheck[] All { get; } =
    [new("an assistant gets an answer", $"Check that POST {McpFeature.Path} reaches OpsTrails with its Authorization header.", CallAsync)];

    private static async Task<Finding> CallAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Writer is not { } key)
            return Finding.Skipped(EventChecks.NoKey);
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = run.Uri(McpFeature.Path),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = "Bearer " + key.Secret },
            },
            run.Client
        );
        await using var client = await McpClient.CreateAsync(transport, cancellationToken: cancel);
        var tools = await client.ListToolsAsync(cancellationToken: cancel);
        if (tools.All(tool => tool.Name != Tool))
            return Finding.Failed($"The tool {Tool} is missing among {tools.Count} tools.");
        var called = await client.CallToolAsync(Tool, cancellationToken: cancel);
        return Finding.Of(called.IsError == true ? $"The tool {Tool} failed." : null);
    }
}
