using ModelContextProtocol.Client;
using OpsTrails.Functions.Mcp;

namespace OpsTrails.Functions.Smoke;

/// <summary>The endpoint of assistants, met by the official client.</summary>
internal static class AssistantChecks
{
    private const string Tool = "list_event_sources";

    public static SmokeCheck[] All { get; } =
    [
        new(
            "an assistant is answered",
            $"Check that {McpFeature.Path} reaches the program, with its Authorization header and for POST.",
            CallAsync
        ),
    ];

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
            return Finding.Failed($"Among its {tools.Count} tools is no {Tool}.");
        var called = await client.CallToolAsync(Tool, cancellationToken: cancel);
        return Finding.Of(called.IsError == true ? $"The tool {Tool} failed." : null);
    }
}
