using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;

namespace OpsTrails.Functions.Tests.Storage;

/// <summary>Puts the emulator's packages in place, once for all test processes, and again when its lock file has changed.</summary>
internal static class AzuriteInstall
{
    private static readonly Lazy<Task> Install = new(InstallAsync);

    public static string Folder { get; } = Metadata("AzuriteFolder");

    public static Task EnsureAsync() => Install.Value;

    private static async Task InstallAsync()
    {
        await using var alone = await LockAsync(Metadata("AzuriteLock"));
        var stamp = Path.Combine(Folder, "node_modules", ".installed");
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"))));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == wanted)
            return;

        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci"])
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var npm = Process.Start(start)!;
        var output = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm ci in {Folder} ended with {npm.ExitCode}: {string.Concat(output)}");
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

    private static string Metadata(string key) =>
        typeof(AzuriteInstall).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
