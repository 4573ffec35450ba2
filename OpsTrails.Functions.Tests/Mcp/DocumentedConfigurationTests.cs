using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelContextProtocol.Client;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>Every block of <c>docs/mcp.md</c> that somebody may copy, against a running server.</summary>
public sealed partial class DocumentedConfigurationTests(McpDemo demo) : IClassFixture<McpDemo>
{
    private const string ExampleServer = "https://opstrails.example.com";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private static readonly string[] Page = File.ReadAllLines(Path.Combine(NodePackages.ProjectFolder, "..", "docs", "mcp.md"));

    public static TheoryData<string> Configurations =>
        [.. Blocks().Where(block => !block.Text.StartsWith("curl", StringComparison.Ordinal)).Select(block => block.Name)];

    public static TheoryData<string> Commands =>
        [.. Blocks().Where(block => block.Text.StartsWith("curl", StringComparison.Ordinal)).Select(block => block.Name)];

    [Fact]
    public void Each_client_has_a_block()
    {
        var names = Blocks().Select(block => block.Name[..block.Name.LastIndexOf(' ')]).ToList();

        Assert.Superset(
            new HashSet<string>
            {
                "Claude Code",
                "Claude Desktop",
                "Cursor",
                "VS Code",
                "GitHub Copilot",
                "Codex",
                "Any other client",
                "Create a key",
            },
            names.ToHashSet()
        );
    }

    [Theory]
    [MemberData(nameof(Configurations))]
    public async Task A_client_with_this_block_gets_the_tools(string block)
    {
        var text = Blocks()
            .Single(other => other.Name == block)
            .Text.Replace(ExampleServer, demo.App.Client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal);
        if (text.Contains("\"command\"", StringComparison.Ordinal))
        {
            await ConnectThroughBridgeAsync(text);
            return;
        }

        var (url, authorization) =
            text.StartsWith('{') ? FromJson(text)
            : text.StartsWith('[') ? FromToml(text)
            : FromCommandLine(text);
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(url),
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = WithKey(authorization) },
            }
        );
        await using var client = await McpClient.CreateAsync(transport, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains(
            await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken),
            tool => tool.Name == "query_events"
        );
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_does_what_it_says(string block)
    {
        var shell = Array.Find(["/bin/bash", "/usr/bin/bash"], File.Exists);
        Assert.SkipWhen(shell is null || !(File.Exists("/usr/bin/curl") || File.Exists("/bin/curl")), "This test needs bash and curl.");
        var start = new ProcessStartInfo(shell!, ["-c", Blocks().Single(other => other.Name == block).Text])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPSTRAILS_URL"] = demo.App.Client.BaseAddress!.ToString().TrimEnd('/');
        start.Environment["OPSTRAILS_KEY"] = demo.Key;
        start.Environment["OPSTRAILS_ADMIN_KEY"] = TestApp.SetupToken;

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process
            .StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)
            .WaitAsync(Timeout, TimeProvider.System, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, await error);
        using var json = JsonDocument.Parse(output.Split("data: ")[^1]);
        var answer = json.RootElement;
        if (answer.TryGetProperty("jsonrpc", out _))
            Assert.True(answer.TryGetProperty("result", out var result) && !result.TryGetProperty("isError", out _), output);
        else
            Assert.StartsWith("ot_", answer.GetProperty("data").GetProperty("key").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Text)> Blocks()
    {
        var (heading, number, block) = ("", 0, (List<string>?)null);
        foreach (var line in Page)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (block is not null)
                    yield return ($"{heading} {++number}", string.Join('\n', block));
                block = block is null ? [] : null;
            }
            else if (block is not null)
            {
                block.Add(line);
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                (heading, number) = (line[3..], 0);
            }
        }
    }

    private static (string Url, string Authorization) FromJson(string text)
    {
        var root = JsonNode.Parse(text)!;
        var server = (root["mcpServers"] ?? root["servers"])!["opstrails"]!;
        return (server["url"]!.GetValue<string>(), server["headers"]!["Authorization"]!.GetValue<string>());
    }

    private static (string Url, string Authorization) FromToml(string text)
    {
        var values = TomlText().Matches(text).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        return (values["url"], $"Bearer ${{{values["bearer_token_env_var"]}}}");
    }

    private static (string Url, string Authorization) FromCommandLine(string text) =>
        (Address().Match(text).Value, AuthorizationHeader().Match(text).Groups[1].Value);

    /// <summary>Every client has its own way to name a variable; all of them are to mean the key.</summary>
    private string WithKey(string authorization)
    {
        var value = Variable().Replace(authorization, demo.Key);
        Assert.Equal("Bearer " + demo.Key, value);
        return value;
    }

    private async Task ConnectThroughBridgeAsync(string text)
    {
        var server = JsonNode.Parse(text)!["mcpServers"]!["opstrails"]!;
        var arguments = server["args"]!.AsArray().Select(argument => argument!.GetValue<string>()).ToList();
        Assert.Equal("npx", server["command"]!.GetValue<string>());
        Assert.Equal(["-y", "mcp-remote@" + await McpClients.VersionOfAsync("mcp-remote")], arguments.Take(2));
        var environment = server["env"]!
            .AsObject()
            .ToDictionary(
                pair => pair.Key,
                pair => pair.Value!.GetValue<string>().Replace("ot_YOUR_KEY", demo.Key, StringComparison.Ordinal)
            );

        var answer = await McpClients.AskAsync("bridge.mjs", new { args = arguments.Skip(2), env = environment });

        Assert.Contains("query_events", answer.EnumerateArray().Select(name => name.GetString()));
    }

    [GeneratedRegex("""^(\w+) = "([^"]*)"$""", RegexOptions.Multiline)]
    private static partial Regex TomlText();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex("""--header "Authorization: ([^"]*)""")]
    private static partial Regex AuthorizationHeader();

    [GeneratedRegex(@"\$\{(?:env:OPSTRAILS_KEY|input:opstrails-key|OPSTRAILS_KEY)\}|\$(?:COPILOT_MCP_)?OPSTRAILS_KEY")]
    private static partial Regex Variable();
}
