using System.Diagnostics;

namespace OpsTrails.Benchmarks;

/// <summary>Publishes the programs that the benchmark starts.</summary>
internal static class Publishing
{
    private const string EmptyProject = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <ServerGarbageCollection>false</ServerGarbageCollection>
            <RuntimeIdentifier>linux-x64</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <PublishReadyToRun>true</PublishReadyToRun>
          </PropertyGroup>
        </Project>
        """;

    private const string EmptySource = """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/", () => "empty");
        app.Run();
        """;

    public static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "OpsTrails.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("This is to be run from within the repository.");
        return folder.FullName;
    }

    /// <returns>The path of the program.</returns>
    public static async Task<string> EmptyProgramAsync(string folder)
    {
        var source = Directory.CreateDirectory(Path.Combine(folder, "source")).FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "Empty.csproj"), EmptyProject);
        await File.WriteAllTextAsync(Path.Combine(source, "Program.cs"), EmptySource);
        var published = Path.Combine(folder, "empty");
        await RunAsync(source, "Empty.csproj", published);
        return Path.Combine(published, "Empty");
    }

    public static async Task RunAsync(string folder, string project, string output, params string[] further)
    {
        using var dotnet = Process.Start(
            new ProcessStartInfo("dotnet", ["publish", project, "--output", output, "--nologo", "--verbosity", "quiet", .. further])
            {
                WorkingDirectory = folder,
            }
        )!;
        await dotnet.WaitForExitAsync();
        if (dotnet.ExitCode != 0)
            throw new InvalidOperationException($"{project} could not be published.");
    }

    public static double Mebibytes(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) / 1024.0 / 1024.0;
}
