using System.Diagnostics;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The browser of the machine, without a window. Skips the test when there is none.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    public static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var browser = folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        Assert.SkipWhen(browser is null, "No Chromium is on the PATH; install Debian's package chromium to run browser tests.");
        return browser!;
    }

    /// <summary>The page as its scripts have made it, on a network in which there is this machine alone.</summary>
    public static async Task<string> DumpAsync(Uri page)
    {
        var browser = Find();
        using var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(
            browser,
            [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                "--user-data-dir=" + profile.Path,
                "--virtual-time-budget=20000",
                "--dump-dom",
                page.ToString(),
            ]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            _ = process.StandardError.ReadToEndAsync();
            return await process.StandardOutput.ReadToEndAsync().WaitAsync(Timeout);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }
    }
}
