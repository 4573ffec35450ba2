using System.Diagnostics;
using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>What <c>azd up</c> reads and runs apart from the template.</summary>
[Layer(Layer.Process)]
public sealed class AzdTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(NodePackages.ProjectFolder, ".."));

    public static TheoryData<string> Shells { get; } = ["sh", "pwsh"];

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
    public void The_project_keeps_its_bytes_when_azd_initializes_user_secrets()
    {
        var bytes = File.ReadAllBytes(Path.Combine(Root, "OpsTrails.Functions", "OpsTrails.Functions.csproj"));

        // The tool adds an id and a byte order mark to a project that has no id, and leaves one alone that has.
        Assert.Contains("<UserSecretsId>opstrails</UserSecretsId>", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.False(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble), "The project file begins with a byte order mark.");
    }

    [Theory]
    [InlineData(".azure/")]
    [InlineData("artifacts/")]
    public void What_a_deployment_writes_into_the_checkout_is_ignored(string folder) =>
        Assert.Contains(folder, File.ReadAllLines(Path.Combine(Root, ".gitignore")));

    [Theory]
    [InlineData("Fill(")]
    [InlineData("ToHexString")]
    [InlineData("??")]
    [InlineData("&&")]
    public void The_hook_for_Windows_needs_nothing_that_Windows_PowerShell_5_lacks(string newer)
    {
        var script = File.ReadAllText(Path.Combine(Bicep.Folder, "secrets.ps1"));
        var code = string.Join('\n', script.Split('\n').Where(line => !line.StartsWith('#')));

        Assert.DoesNotContain(newer, code, StringComparison.Ordinal);
        Assert.All(script, letter => Assert.True(char.IsAscii(letter)));
    }

    [Fact]
    public void No_hook_needs_openssl() =>
        Assert.All(
            Directory.GetFiles(Bicep.Folder, "secrets.*"),
            file => Assert.DoesNotContain("openssl", File.ReadAllText(file), StringComparison.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Secrets_are_made_once_and_are_long_enough(string shell)
    {
        using var folder = new TemporaryFolder();
        var first = await MakeSecretsAsync(folder, shell);

        var second = await MakeSecretsAsync(folder, shell);

        Assert.Equal(["OPSTRAILS_PROTECTION_SECRET", "OPSTRAILS_SETUP_TOKEN"], first.Keys.Order());
        Assert.All(first.Values, secret => Assert.Matches("^[0-9a-f]{64}$", secret));
        Assert.Equal(2, first.Values.Distinct().Count());
        Assert.Equal(first, second);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_secret_that_was_taken_away_stays_away(string shell)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "values"),
            "OPSTRAILS_SETUP_TOKEN=\"\"\n",
            TestContext.Current.CancellationToken
        );

        var values = await MakeSecretsAsync(folder, shell);

        Assert.Equal("", values["OPSTRAILS_SETUP_TOKEN"]);
        Assert.NotEqual("", values["OPSTRAILS_PROTECTION_SECRET"]);
    }

    [Fact]
    public void Every_variable_of_the_parameters_is_documented()
    {
        var documented = File.ReadAllText(Path.Combine(Root, "docs", "deploy.md"));
        var read = File.ReadAllLines(Bicep.Parameters)
            .Where(line => line.Contains("readEnvironmentVariable", StringComparison.Ordinal))
            .Select(line => line.Split('\'')[1])
            .ToList();

        Assert.True(read.Count > 10, "The parameters read no variables.");
        Assert.All(read, name => Assert.Contains($"`{name}`", documented, StringComparison.Ordinal));
    }

    private static bool IsInstalled(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Runs the hook with an azd that keeps values in a file.</summary>
    private static async Task<Dictionary<string, string>> MakeSecretsAsync(TemporaryFolder folder, string shellName)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for azd is a script for a POSIX shell.");
        Assert.SkipWhen(shellName != "sh" && !IsInstalled(shellName), $"There is no {shellName} here.");
        var script = Path.Combine(Bicep.Folder, shellName == "sh" ? "secrets.sh" : "secrets.ps1");
        var (azd, values) = (Path.Combine(folder.Path, "azd"), Path.Combine(folder.Path, "values"));

        // The shell itself writes what it runs: a file that this process writes may be held open by any other that it starts meanwhile, and
        // cannot be run then.
        var start = new ProcessStartInfo("sh", ["-c", "cat > \"$0\" && chmod u+x \"$0\" && exec \"$1\" \"$2\"", azd, shellName, script])
        {
            RedirectStandardInput = true,
        };
        start.Environment["PATH"] = folder.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        using var shell = Process.Start(start)!;
        await shell.StandardInput.WriteAsync(
            $"""
            #!/bin/sh
            if [ "$2" = get-values ]; then cat '{values}' 2>/dev/null; exit 0; fi
            printf '%s="%s"\n' "$3" "$4" >> '{values}'

            """
        );
        shell.StandardInput.Close();
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
        return (await File.ReadAllLinesAsync(values, TestContext.Current.CancellationToken)).ToDictionary(
            line => line.Split('=')[0],
            line => line.Split('"')[1]
        );
    }
}
