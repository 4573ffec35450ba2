using System.Diagnostics;
using OpsTrails.Functions.Tests.Hosting;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>What <c>azd up</c> reads and runs besides the template.</summary>
public sealed class AzdTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(NodePackages.ProjectFolder, ".."));

    [Fact]
    public void The_service_is_the_project_and_the_app_that_bears_its_name()
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "azure.yaml"));
        var project = Assert.Single(lines, line => line.Trim().StartsWith("project: ", StringComparison.Ordinal)).Split(": ")[1];

        Assert.True(File.Exists(Path.Combine(Root, project, "OpsTrails.Functions.csproj")));
        Assert.Contains("  api:", lines);
        Assert.Contains("    host: function", lines);
        Assert.Equal("api", Template.Least.The("Microsoft.Web/sites").GetProperty("tags").GetProperty("azd-service-name").GetString());
    }

    [Theory]
    [InlineData("posix")]
    [InlineData("windows")]
    public void Its_hooks_are_there(string system)
    {
        var lines = File.ReadAllLines(Path.Combine(Root, "azure.yaml")).SkipWhile(line => line.Trim() != system + ":");
        var script = lines.First(line => line.Trim().StartsWith("run: ", StringComparison.Ordinal)).Split(": ")[1];

        Assert.True(File.Exists(Path.Combine(Root, script)));
    }

    [Fact]
    public async Task Secrets_are_made_once_and_are_long_enough()
    {
        using var folder = new TemporaryFolder();
        var first = await MakeSecretsAsync(folder);

        var second = await MakeSecretsAsync(folder);

        Assert.Equal(["OPSTRAILS_PROTECTION_SECRET", "OPSTRAILS_SETUP_TOKEN"], first.Keys.Order());
        Assert.All(first.Values, secret => Assert.Matches("^[0-9a-f]{64}$", secret));
        Assert.Equal(2, first.Values.Distinct().Count());
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task A_secret_that_was_taken_away_stays_away()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "values"), "OPSTRAILS_SETUP_TOKEN=\"\"\n", TestContext.Current.CancellationToken);

        var values = await MakeSecretsAsync(folder);

        Assert.Equal("", values["OPSTRAILS_SETUP_TOKEN"]);
        Assert.NotEqual("", values["OPSTRAILS_PROTECTION_SECRET"]);
    }

    [Fact]
    public void Every_variable_of_the_parameters_is_documented()
    {
        var documented = File.ReadAllText(Path.Combine(Root, "docs", "deploy.md"));
        var read = File.ReadAllLines(Bicep.Parameters).Where(line => line.Contains("readEnvironmentVariable", StringComparison.Ordinal)).Select(line => line.Split('\'')[1]).ToList();

        Assert.True(read.Count > 10, "The parameters read no variables.");
        Assert.All(read, name => Assert.Contains($"`{name}`", documented, StringComparison.Ordinal));
    }

    /// <summary>Runs the hook with an azd that keeps values in a file.</summary>
    private static async Task<Dictionary<string, string>> MakeSecretsAsync(TemporaryFolder folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script is for a POSIX shell.");
        var (azd, values) = (Path.Combine(folder.Path, "azd"), Path.Combine(folder.Path, "values"));

        // The shell itself writes what it runs: a file that this process writes may be held open by any other that it starts meanwhile, and cannot be run then.
        var start = new ProcessStartInfo("sh", ["-c", "cat > \"$0\" && chmod u+x \"$0\" && exec sh \"$1\"", azd, Path.Combine(Bicep.Folder, "secrets.sh")]) { RedirectStandardInput = true };
        start.Environment["PATH"] = folder.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var shell = Process.Start(start)!;
        await shell.StandardInput.WriteAsync($"""
            #!/bin/sh
            if [ "$2" = get-values ]; then cat '{values}' 2>/dev/null; exit 0; fi
            printf '%s="%s"\n' "$3" "$4" >> '{values}'

            """);
        shell.StandardInput.Close();
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
        return (await File.ReadAllLinesAsync(values, TestContext.Current.CancellationToken)).ToDictionary(line => line.Split('=')[0], line => line.Split('"')[1]);
    }
}
