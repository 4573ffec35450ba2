using System.Diagnostics;
using System.Reflection;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// The Bicep compiler, which needs no network. It came with the restore of this project where there is one; elsewhere the test is skipped.
/// </summary>
internal static class Bicep
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);
    private static readonly Lazy<Task<((string Output, string Error, int ExitCode) Outcome, string Json)>> Built = new(BuildAsync);

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(NodePackages.ProjectFolder, "..", "infra"));

    /// <summary>What a deployment from nothing reads: every setting as it is when nobody sets it.</summary>
    public static string Parameters { get; } = Path.Combine(Folder, "main.bicepparam");

    /// <summary>Every option taken.</summary>
    public static string Everything { get; } = Path.Combine(NodePackages.ProjectFolder, "Infra", "everything.bicepparam");

    /// <summary>Predicts what the templates deploy under these variables, in a copy of the folder.</summary>
    /// <returns>The prediction; or null and what the compiler said.</returns>
    public static async Task<(Template? Template, string Said)> PredictAsync(params (string Name, string Value)[] variables)
    {
        using var copy = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(copy.Path, "modules"));
        foreach (var file in Directory.GetFiles(Folder, "*.bicep*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(copy.Path, Path.GetRelativePath(Folder, file)));

        var parameters = Path.Combine(copy.Path, "main.bicepparam");
        var (output, error, exitCode) = await RunAsync(
            copy.Path,
            variables,
            "snapshot",
            parameters,
            "--subscription-id",
            Template.Subscription,
            "--location",
            "westeurope"
        );
        return (exitCode == 0 ? Template.Of(parameters) : null, output + error);
    }

    /// <summary>Predicts what the templates deploy under these variables, which have to be valid.</summary>
    public static async Task<Template> PredictedAsync(params (string Name, string Value)[] variables)
    {
        var (template, said) = await PredictAsync(variables);
        Assert.True(template is not null, said);
        return template;
    }

    /// <summary>The template, built once for all who ask.</summary>
    /// <returns>What <see cref="RunAsync(string, string[])"/> returned, and the file that it made.</returns>
    public static Task<((string Output, string Error, int ExitCode) Outcome, string Json)> BuiltAsync() => Built.Value;

    /// <returns>What it wrote, to standard output and error, and its exit code.</returns>
    public static Task<(string Output, string Error, int ExitCode)> RunAsync(string folder, params string[] arguments) =>
        RunAsync(folder, [], arguments);

    private static async Task<((string Output, string Error, int ExitCode) Outcome, string Json)> BuildAsync()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "main.json");
        var outcome = await RunAsync(Folder, "build", "main.bicep", "--outfile", file);
        return (outcome, File.Exists(file) ? await File.ReadAllTextAsync(file) : "");
    }

    private static async Task<(string Output, string Error, int ExitCode)> RunAsync(
        string folder,
        IReadOnlyList<(string Name, string Value)> variables,
        params string[] arguments
    )
    {
        var program = typeof(Bicep)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .SingleOrDefault(metadata => metadata.Key == "Bicep")
            ?.Value;
        Assert.SkipWhen(program is null, "There is no Bicep compiler for this system among the packages.");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The parameters read variables. Those of the person who runs the tests must not count.
        foreach (
            var name in Environment
                .GetEnvironmentVariables()
                .Keys.Cast<string>()
                .Where(name =>
                    name.StartsWith("OPSTRAILS_", StringComparison.Ordinal) || name.StartsWith("AZURE_", StringComparison.Ordinal)
                )
        )
            start.Environment.Remove(name);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        start.Environment["DOTNET_TieredPGO"] = "0";
        using var bicep = Process.Start(start)!;
        var output = bicep.StandardOutput.ReadToEndAsync();
        var error = bicep.StandardError.ReadToEndAsync();
        await bicep.WaitForExitAsync().WaitAsync(Timeout, TimeProvider.System);
        return (await output, await error, bicep.ExitCode);
    }
}
