using System.Diagnostics;
using System.Reflection;
using OpsTrails.Functions.Tests.Fixtures;

[assembly: AssemblyFixture(typeof(PublishedPackage))]

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// What is deployed, published once for the whole assembly by the command that the README names, for the first test that asks.
/// </summary>
public sealed class PublishedPackage : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _published;

    public PublishedPackage() => _published = new(PublishAsync);

    /// <summary>The project's folder in the repository.</summary>
    internal static string Repository { get; } =
        Path.GetFullPath(
            Path.Combine(
                Assembly
                    .GetExecutingAssembly()
                    .GetCustomAttributes<AssemblyMetadataAttribute>()
                    .Single(data => data.Key == "ProjectFolder")
                    .Value!,
                ".."
            )
        );

    /// <summary>The zip that is made beside the folder.</summary>
    internal string Zip => Path.Combine(Given ?? _folder.Path, "opstrails.zip");

    /// <summary>A folder with a package and its zip that were published before, as CI does; null to publish here.</summary>
    private static string? Given { get; } =
        Environment.GetEnvironmentVariable("OPSTRAILS_TEST_PACKAGE") is { Length: > 0 } folder ? folder : null;

    /// <summary>The folder.</summary>
    internal Task<string> PublishedAsync() => _published.Value;

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> PublishAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The package is compiled for Linux.");
        if (Given is not null)
            return Path.Combine(Given, "package");
        var package = Path.Combine(_folder.Path, "package");

        // The console was built with the tests and is taken as it is.
        var (exitCode, output) = await RunAsync(
            "publish",
            "OpsTrails.Functions",
            "--output",
            package,
            "-p:PackageZip=true",
            "-p:PackageFolder=" + _folder.Path + "/",
            "-p:SkipConsole=true",
            // Analyzers have looked at it in the build of the tests, and change nothing in what is made.
            "-p:RunAnalyzers=false",
            "--disable-build-servers",
            "--nologo"
        );

        Assert.True(exitCode == 0, "The package could not be published:\n" + output);
        return package;
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var dotnet = Process.Start(
            new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
            {
                WorkingDirectory = Repository,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            var output = dotnet.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = dotnet.StandardError.ReadToEndAsync(timeout.Token);
            await dotnet.WaitForExitAsync(timeout.Token);
            return (dotnet.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            dotnet.Kill(entireProcessTree: true);
            throw;
        }
    }
}
