using System.Diagnostics;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Runs what a person pastes into a terminal or a pipeline. Skips the test where a tool is missing.</summary>
internal static class ShellScript
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);
    private static readonly string[] Folders = ["/bin", "/usr/bin", "/usr/local/bin"];

    /// <param name="shell">The command that runs the script, such as <c>bash -e</c>.</param>
    /// <param name="script">The text.</param>
    /// <param name="environment">Nothing else is inherited, apart from the path.</param>
    public static async Task<Outcome> RunAsync(string shell, string script, IReadOnlyDictionary<string, string> environment)
    {
        var words = shell.Split(' ');
        foreach (var tool in (string[])[words[0], "curl", "od", "cksum"])
            Assert.SkipUnless(Array.Exists(Folders, folder => File.Exists(Path.Combine(folder, tool))), $"This test needs {tool}.");
        var start = new ProcessStartInfo(words[0], [.. words[1..], "-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = string.Join(':', Folders);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Timeout, TimeProvider.System);
            return new Outcome(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    internal sealed record Outcome(int ExitCode, string Output, string Error)
    {
        public string Said => $"exit code {ExitCode}\n{Output}\n{Error}";
    }
}
