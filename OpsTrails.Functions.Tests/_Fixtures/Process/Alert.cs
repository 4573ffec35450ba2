using System.Text.RegularExpressions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>An alert of the template, by what its query asks for.</summary>
internal sealed partial record Alert(string Name, string Metric, IReadOnlyList<string> Dimensions, IReadOnlyList<string> Values)
{
    public static IReadOnlyList<Alert> All() =>
        [
            .. Template
                .Everything.All("Microsoft.Insights/scheduledQueryRules")
                .Select(rule =>
                {
                    var query = Assert
                        .Single(rule.GetProperty("properties").GetProperty("criteria").GetProperty("allOf").EnumerateArray())
                        .GetProperty("query")
                        .GetString()!;
                    return new Alert(
                        rule.GetProperty("name").GetString()!,
                        Assert.Single(NamedMetric().Matches(query)).Groups[1].Value,
                        [.. Dimension().Matches(query).Select(match => match.Groups[1].Value)],
                        [.. Value().Matches(query).Select(match => match.Groups[1].Value)]
                    );
                }),
        ];

    [GeneratedRegex("^AppMetrics \\| where Name == \"([^\"]+)\"")]
    private static partial Regex NamedMetric();

    [GeneratedRegex("Properties\\[\"([^\"]+)\"\\]")]
    private static partial Regex Dimension();

    [GeneratedRegex("Properties\\[\"[^\"]+\"\\]\\) == \"([^\"]+)\"")]
    private static partial Regex Value();
}
