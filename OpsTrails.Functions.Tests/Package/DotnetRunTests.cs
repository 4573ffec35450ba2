using System.Diagnostics;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Package;

/// <summary>
/// <c>dotnet run</c> as the README has it. The worker's SDK would start the Core Tools instead, and overriding that rests on its private
/// names.
/// </summary>
[Layer(Layer.Process)]
public sealed class DotnetRunTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Fact]
    public async Task It_starts_the_program_and_not_the_Core_Tools()
    {
        using var folder = new TemporaryFolder();
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [
                "run",
                "--project",
                "OpsTrails.Functions",
                "--no-build",
                "--no-launch-profile",
                "--configuration",
                Configuration,
                "--",
                "--urls=http://127.0.0.1:0",
                "--OpsTrails:Storage=" + folder.Path,
            ]
        )
        {
            WorkingDirectory = PublishedPackage.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var dotnet = Process.Start(start)!;
        try
        {
            var error = dotnet.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            string? line;
            do line = await dotnet.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            while (line is not null && !line.Contains("listens on", StringComparison.Ordinal));
            if (line is null)
                Assert.Fail(await error);

            using var client = new HttpClient { BaseAddress = new Uri(line.Split(' ')[^1]) };
            Assert.Equal(200, (await client.AskAsync("/health")).Status);
        }
        finally
        {
            dotnet.Kill(entireProcessTree: true);
            await dotnet.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public void A_build_makes_nothing_for_a_host()
    {
        var built = Path.Combine(PublishedPackage.Repository, "OpsTrails.Functions", "obj", Configuration, "net10.0");

        Assert.False(
            Directory.Exists(Path.Combine(built, "WorkerExtensions")),
            "The inner project of the worker's SDK was restored and built with an ordinary build."
        );
    }
}
