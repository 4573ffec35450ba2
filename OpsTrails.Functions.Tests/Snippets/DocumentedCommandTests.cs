using System.Text.Json;
using System.Text.RegularExpressions;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Snippets;

/// <summary>
/// Every curl command in README.md and docs/ that somebody may copy, against a running program. Those of docs/mcp.md are met in
/// <see cref="Mcp.DocumentedConfigurationTests"/>.
/// </summary>
public sealed partial class DocumentedCommandTests
{
    /// <summary>The exit code of curl when <c>--max-time</c> ends it.</summary>
    private const int EndedByTime = 28;

    private static readonly string Root = Path.GetFullPath(Path.Combine(NodePackages.ProjectFolder, ".."));

    public static TheoryData<string> Pages =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Append(Path.Combine(Root, "README.md"))
                .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
                .Where(page => page != "docs/mcp.md" && CommandsOf(page).Count > 0)
                .Order(),
        ];

    [Fact]
    public void The_pages_with_commands_are_found() =>
        Assert.Superset(
            new HashSet<string> { "README.md", "docs/console.md", "docs/deploy.md", "docs/people.md", "docs/reference/api.md" },
            Pages.Select(row => row.Data).ToHashSet()
        );

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_commands_of_a_page_do_what_it_says(string page)
    {
        await using var app = await TestApp.StartAsync();
        var address = app.Client.BaseAddress!.ToString().TrimEnd('/');
        var variables = new Dictionary<string, string>
        {
            ["OPSTRAILS_URL"] = address,
            ["OPSTRAILS_KEY"] = await app.CreateKeyAsync(),
            ["OPSTRAILS_SETUP_TOKEN"] = TestApp.SetupToken,
            ["OpsTrails__SetupToken"] = TestApp.SetupToken,
        };

        foreach (var command in CommandsOf(page))
        {
            var isStream = command.Contains(" -N ", StringComparison.Ordinal);
            var limited = isStream ? command.Replace("curl ", "curl --max-time 2 ", StringComparison.Ordinal) : command;
            var outcome = await ShellScript.RunAsync(
                "sh -eu",
                limited.Replace("http://localhost:7071", address, StringComparison.Ordinal),
                variables
            );

            Assert.True(outcome.ExitCode == (isStream ? EndedByTime : 0), $"{command}\n{outcome.Said}");
            if (isStream)
                Assert.DoesNotContain("\"success\":false", outcome.Output, StringComparison.Ordinal);
            else
                Assert.True(JsonElement.Parse(outcome.Output).GetProperty("success").GetBoolean(), $"{command}\n{outcome.Output}");
        }
    }

    [Fact]
    public async Task The_first_command_of_the_README_can_be_repeated()
    {
        // The id is what makes the command safe to repeat.
        await using var app = await TestApp.StartAsync();
        var variables = new Dictionary<string, string> { ["OPSTRAILS_KEY"] = await app.CreateKeyAsync() };
        var command = CommandsOf("README.md")[0]
            .Replace("http://localhost:7071", app.Client.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal);

        await ShellScript.RunAsync("sh", command, variables);
        await ShellScript.RunAsync("sh", command, variables);

        using var client = app.ClientWith(variables["OPSTRAILS_KEY"]);
        Assert.Single((await client.GetJsonAsync("/api/v1/events")).GetProperty("data").EnumerateArray());
    }

    private static List<string> CommandsOf(string page) =>
        [
            .. Block()
                .Matches(File.ReadAllText(Path.Combine(Root, page)))
                .SelectMany(block => Command().Matches(block.Groups[1].Value))
                .Select(command => command.Value),
        ];

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>A line, and those that a backslash at its end adds.</summary>
    [GeneratedRegex(@"^curl (?:.*\\\n)*.*", RegexOptions.Multiline)]
    private static partial Regex Command();
}
