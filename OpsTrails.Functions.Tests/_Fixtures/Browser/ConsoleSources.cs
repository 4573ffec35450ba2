using System.Diagnostics;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// The console's source tree, with the packages that its build has installed. Skips the test when there are none.
/// </summary>
internal static class ConsoleSources
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(NodePackages.ProjectFolder, "..", "console"));

    public static string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Runs a program of one of its packages to a good end.</summary>
    public static Task<string> RunAsync(string package, string program, params string[] args) =>
        RunScriptAsync(Path.Combine("node_modules", package, program), args);

    /// <summary>Runs a script of the console, or of one of its packages, to a good end.</summary>
    public static async Task<string> RunScriptAsync(string script, params string[] args)
    {
        Assert.SkipUnless(
            Directory.Exists(PathOf("node_modules")) && File.Exists(PathOf(script)),
            "The packages of the console are not installed: Node was missing when the program was built, or SkipConsole set."
        );
        using var node = Process.Start(
            new ProcessStartInfo("node", [PathOf(script), .. args])
            {
                WorkingDirectory = Folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var output = Task.WhenAll(node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync().WaitAsync(Timeout, TimeProvider.System);
        var said = string.Join(Environment.NewLine, await output);
        Assert.True(node.ExitCode == 0, said);
        return said;
    }
}
