using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>
/// The templates as the compiler sees them, of which any remark is a fault: a misspelled property is a warning to it. What they would
/// deploy is held against committed snapshots; <c>OPSTRAILS_WRITE_SNAPSHOTS=1 dotnet test --project OpsTrails.Functions.Tests --
/// --filter-class "*TemplateTests"</c> makes them anew.
/// </summary>
[Layer(Layer.Process)]
public sealed class TemplateTests
{
    private static readonly bool Writes = Environment.GetEnvironmentVariable("OPSTRAILS_WRITE_SNAPSHOTS") == "1";

    public static TheoryData<string> ParameterFiles { get; } = [Bicep.Parameters, Bicep.Everything];

    [Fact]
    public async Task The_template_builds_without_a_remark() => Assert.Equal(("", "", 0), (await Bicep.BuiltAsync()).Outcome);

    [Fact]
    public async Task The_linter_finds_nothing() => Assert.Equal(("", "", 0), await Bicep.RunAsync(Bicep.Folder, "lint", "main.bicep"));

    [Theory]
    [MemberData(nameof(ParameterFiles))]
    public async Task The_parameters_build_without_a_remark(string file)
    {
        var (output, error, exitCode) = await Bicep.RunAsync(Bicep.Folder, "build-params", file, "--stdout");

        Assert.Equal(("", 0), (error, exitCode));
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(output).ValueKind);
    }

    [Fact]
    public async Task Every_file_is_formatted_as_the_compiler_formats_it()
    {
        using var copy = new TemporaryFolder();
        var files = Directory
            .GetFiles(Bicep.Folder, "*.bicep*", SearchOption.AllDirectories)
            .Append(Bicep.Everything)
            .Where(file => !file.EndsWith(".json", StringComparison.Ordinal))
            .ToList();
        foreach (var file in files)
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));

        foreach (var pattern in (string[])["*.bicep", "*.bicepparam"])
            Assert.Equal(0, (await Bicep.RunAsync(copy.Path, "format", "--pattern", pattern)).ExitCode);

        Assert.True(files.Count > 10, "Files are missing.");
        Assert.All(files, file => Assert.Equal(File.ReadAllText(Path.Combine(copy.Path, Path.GetFileName(file))), File.ReadAllText(file)));
    }

    [Theory]
    [MemberData(nameof(ParameterFiles))]
    public async Task What_would_be_deployed_has_not_changed_unnoticed(string file)
    {
        string[] validates = Writes ? [] : ["--mode", "Validate"];

        var (output, error, exitCode) = await Bicep.RunAsync(
            Bicep.Folder,
            ["snapshot", file, .. validates, "--subscription-id", Template.Subscription, "--location", "westeurope"]
        );

        Assert.True(exitCode == 0, output + error);
    }

    [Fact]
    public void What_only_looks_at_a_date_is_no_rule()
    {
        var rules = JsonElement
            .Parse(File.ReadAllText(Path.Combine(Bicep.Folder, "bicepconfig.json")))
            .GetProperty("analyzers")
            .GetProperty("core")
            .GetProperty("rules");

        Assert.Equal("off", rules.GetProperty("use-recent-api-versions").GetProperty("level").GetString());
        Assert.True(rules.EnumerateObject().Count(rule => rule.Value.GetProperty("level").GetString() == "error") > 30);
    }
}
