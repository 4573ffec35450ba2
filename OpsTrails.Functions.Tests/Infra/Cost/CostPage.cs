using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsTrails.Functions.Tests.Infra.Cost;

/// <summary>
/// docs/cost.md, where the name of a figure follows it in a comment that no reader sees: <c>$0.22&lt;!--million.tables-single--&gt;</c>.
/// </summary>
internal static partial class CostPage
{
    /// <summary>The page with every figure as it is computed.</summary>
    public static string Rewrite(string page, IReadOnlyDictionary<string, double> figures) =>
        Figure()
            .Replace(
                page,
                match =>
                    match.Groups["dollar"].Value
                    + (
                        figures.TryGetValue(match.Groups["name"].Value, out var value)
                            ? Write(match.Groups["name"].Value, value)
                            : "(no such figure)"
                    )
                    + match.Groups["comment"].Value
            );

    /// <summary>Names of the figures on a page.</summary>
    public static IReadOnlyList<string> NamesOn(string page) =>
        [.. Figure().Matches(page).Select(match => match.Groups["name"].Value).Distinct()];

    /// <summary>Amounts on a page that have no name.</summary>
    public static IReadOnlyList<string> UnnamedOn(string page) =>
        [.. Amount().Matches(Figure().Replace(page, "")).Select(match => match.Value)];

    private static string Write(string name, double value) =>
        name.Split('.')[0] switch
        {
            "price" => value.ToString(value < 0.1 ? "0.######" : "0.00", CultureInfo.InvariantCulture),
            "count" => value.ToString("N0", CultureInfo.InvariantCulture),
            _ when value >= 100 => value.ToString("N0", CultureInfo.InvariantCulture),
            _ when value is 0 or >= 0.1 => value.ToString("0.00", CultureInfo.InvariantCulture),
            _ => value.ToString("0.####", CultureInfo.InvariantCulture),
        };

    [GeneratedRegex("(?<dollar>\\$?)(?:[0-9][0-9,]*(?:\\.[0-9]+)?|\\?|\\(no such figure\\))(?<comment><!--(?<name>[a-z0-9.-]+)-->)")]
    private static partial Regex Figure();

    [GeneratedRegex("\\$[0-9?][0-9,.]*|[0-9][0-9,.]* (?:dollars|cents)")]
    private static partial Regex Amount();
}
