using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// Puts the npm packages of a folder of this project in place, once for all test processes, and again when its lock file has changed.
/// Skips the test when there is no Node.js.
/// </summary>
internal static class NodePackages
{
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Installs = new();

    /// <summary>The project in the source tree.</summary>
    public static string ProjectFolder { get; } =
        typeof(NodePackages)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "ProjectFolder")
            .Value!;

    /// <param name="folder">Where <c>package-lock.json</c> is, relative to the project.</param>
    /// <returns>The whole path of the folder.</returns>
    public static async Task<string> EnsureAsync(string folder)
    {
        Assert.SkipUnless(IsOnPath("node") && IsOnPath(Npm), "Node.js is not on the PATH, and this test runs programs of others on it.");
        var path = Path.Combine(ProjectFolder, folder);
        await Installs.GetOrAdd(path, whole => new Lazy<Task>(() => InstallAsync(whole, LockOf(folder)))).Value;
        return path;
    }

    private static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    private static string LockOf(string folder) => Path.Combine(ProjectFolder, "obj", folder.Replace('/', '-') + ".lock");

    private static async Task InstallAsync(string folder, string lockFile)
    {
        await using var alone = await LockAsync(lockFile);
        var stamp = Path.Combine(folder, "node_modules", ".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;

        var start = new ProcessStartInfo(Npm, ["ci", "--include=dev", "--no-audit", "--no-fund"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Process.Start(start)!;
        var output = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm ci in {folder} ended with {npm.ExitCode}: {string.Concat(output)}");
        await File.WriteAllTextAsync(stamp, wanted);
    }

    private static async Task<FileStream> LockAsync(string file)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
            }
        }
    }

    private static bool IsOnPath(string program)
    {
        var name = OperatingSystem.IsWindows() && !Path.HasExtension(program) ? program + ".exe" : program;
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, name)));
    }
}
