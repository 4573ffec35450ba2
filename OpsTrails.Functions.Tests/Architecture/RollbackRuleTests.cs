using System.Text.RegularExpressions;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Architecture;

/// <summary>
/// One rule says what a rollback is: OpsTrails.Core/Meaning. The grid and the console once had rules of their own, which disagreed about
/// types such as <c>com.example.rolled-back</c>.
/// </summary>
[Layer(Layer.Store)]
public sealed partial class RollbackRuleTests
{
    /// <summary>The API's description, which the types are made from, and the demo, which records such events.</summary>
    private static readonly string[] Exempt = ["/Meaning/", "/Demo/", "/OpenApi/", "/obj/", "/bin/"];

    private static readonly string Root = Path.GetFullPath(Path.Combine(ConsoleSources.Folder, ".."));

    public static TheoryData<string> Projects { get; } = ["OpsTrails.Core", "OpsTrails.Functions"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_the_folder_of_meanings_knows_the_word_rollback(string project)
    {
        var files = FilesIn(project, "*.cs").Where(file => !Exempt.Any(file.Contains)).ToList();

        Assert.True(files.Count > 50, $"Only {files.Count} files of {project} were found.");
        Assert.Empty(Offending(files, WordInCSharp()));
    }

    [Fact]
    public void The_console_compares_nothing_with_the_word_rollback()
    {
        var files = FilesIn("console/src", "*.ts*").Where(file => !file.Contains(".test.") && !file.EndsWith("/schema.ts")).ToList();

        Assert.True(files.Count > 50, $"Only {files.Count} files of the console were found.");
        Assert.Empty(Offending(files, RuleInTypeScript()));
    }

    [Theory]
    [InlineData("""if (e.Type == "rollback")""")]
    [InlineData("""type.EndsWith(".rollback", StringComparison.OrdinalIgnoreCase)""")]
    [InlineData("""e.Type is "Rollback" or "roll-back" """)]
    public void A_rule_in_CSharp_is_found(string line) => Assert.Matches(WordInCSharp(), line);

    [Theory]
    [InlineData("""const isRollback = (type: string) => type.slice(3).toLowerCase() === "rollback";""")]
    [InlineData("""if ("rollback" != type) return;""")]
    [InlineData("""type.endsWith(".rollback")""")]
    [InlineData("""["revert", "rollback"].includes(type)""")]
    [InlineData("/rollback$/i.test(type)")]
    [InlineData("""case "rollback":""")]
    public void A_rule_in_TypeScript_is_found(string line) => Assert.Matches(RuleInTypeScript(), line);

    [Theory]
    [InlineData("""rollback: wordsOf("rolling back", "rollback", "roll back"),""")]
    [InlineData("""  "rollback",""")]
    [InlineData("case \"scrollBack\": return finding.kind === \"rolledBack\";")]
    public void Words_for_people_are_no_rule(string line) => Assert.DoesNotMatch(RuleInTypeScript(), line);

    private static IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories).Select(file => file.Replace('\\', '/'));

    private static IEnumerable<string> Offending(IEnumerable<string> files, Regex rule) =>
        files.SelectMany(file =>
            File.ReadLines(file)
                .Select((line, i) => (line, i))
                .Where(one => rule.IsMatch(one.line) && !one.line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .Select(one => $"{Path.GetRelativePath(Root, file)}:{one.i + 1}: {one.line.Trim()}")
        );

    // A literal of one word. Sentences for people have spaces, and rolledBack is the name of a finding on the wire.
    [GeneratedRegex(@"""[\w.*/-]*roll([-_]?|ed[-_])back[\w.*/-]*""", RegexOptions.IgnoreCase)]
    private static partial Regex WordInCSharp();

    [GeneratedRegex(
        """
            [!=]==?\s*["'`][\w.-]*\brollback        # type === "rollback"
            | \brollback["'`]\s*[!=]=               # "rollback" === type
            | \bcase\s+["'`][\w.-]*\brollback       # case "rollback":
            | \(\s*["'`][\w.-]*\brollback["'`]\s*\)   # type.endsWith(".rollback")
            | \brollback["'`][^\]]*\]\.\w+\(        # ["rollback"].includes(type)
            | /[^/\s]*\brollback[^/\s]*/[a-z]*[.,)] # /rollback$/i.test(type)
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex RuleInTypeScript();
}
