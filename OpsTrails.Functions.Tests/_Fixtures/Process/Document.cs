namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A document for people, whose tables tests read too.</summary>
internal sealed class Document(string name)
{
    public string Path { get; } = PathOf(name);

    public string Text { get; } = File.ReadAllText(PathOf(name));

    /// <summary>Its headings in the form of a link's fragment.</summary>
    public IReadOnlyList<string> Headings =>
        [
            .. Text.Split('\n')
                .Where(line => line.StartsWith("##", StringComparison.Ordinal))
                .Select(line => line.TrimStart('#').Trim().ToLowerInvariant().Replace(",", "", StringComparison.Ordinal).Replace(' ', '-')),
        ];

    /// <summary>The rows of the one table under a heading, cells trimmed, without the head.</summary>
    public IReadOnlyList<string[]> Table(string heading)
    {
        var lines = Text.Split('\n')
            .SkipWhile(line => line != "## " + heading)
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Skip(2);
        return [.. lines.Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())];
    }

    private static string PathOf(string name) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(NodePackages.ProjectFolder, "..", "docs", name));

    /// <summary>The code in a cell.</summary>
    public static string Code(string cell) => cell.Trim('`');
}
