using System.Text.RegularExpressions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Role ids as Microsoft publishes them, from a dated file that nothing else is copied from.</summary>
internal static partial class BuiltInRoles
{
    public static string File { get; } = Path.Combine(NodePackages.ProjectFolder, "Infra", "azure-built-in-roles.tsv");

    public static IReadOnlyDictionary<string, string> NameById { get; } =
        System
            .IO.File.ReadAllLines(File)
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split('\t'))
            .ToDictionary(cells => cells[1], cells => cells[0]);

    public static string NameOf(string id) =>
        NameById.TryGetValue(id, out var name) ? name : $"(no built-in role of the list has the id {id})";

    /// <summary>"monitoringMetricsPublisher" for "Monitoring Metrics Publisher": what the templates call a role.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Replace(" ", "", StringComparison.Ordinal)[1..];

    /// <summary>Every id in the form of a role's in a text.</summary>
    public static IReadOnlyList<string> IdsIn(string text) => [.. Id().Matches(text).Select(match => match.Value).Distinct()];

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
