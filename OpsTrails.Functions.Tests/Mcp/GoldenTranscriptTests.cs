using System.Globalization;
using OpsTrails.Core.Demo;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>
/// The questions that people ask first, answered on the demo month. Each answer is held against what a plain look through the events of the
/// month gives.
/// </summary>
public sealed class GoldenTranscriptTests(McpDemo demo) : IClassFixture<McpDemo>
{
    private static readonly TimeSpan Warsaw = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 0, 0, 0, Warsaw);

    [Fact]
    public async Task What_was_deployed_to_production_this_week()
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key);
        var transcript = new Transcript("What was deployed to production this week?", assistant);

        await transcript.CallAsync("get_organization_context");
        var answer = await transcript.CallAsync(
            "query_events",
            """{"from":"2026-11-23","timezone":"Europe/Warsaw","type":"deployment","search":"PRODUCTION","limit":100}"""
        );

        var expected = McpDemo
            .Month.Where(e => e.Time >= Monday && e.Type == "deployment" && IsIn(e, "PRODUCTION"))
            .Select(Named)
            .Order()
            .ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, answer.Rows().Select(Named).Order());
        Assert.False(answer.Json.TryGetProperty("next_cursor", out _));
        await transcript.KeepAsync("deployed-to-production-this-week.md");
    }

    [Fact]
    public async Task What_changed_in_the_two_hours_before_this_incident()
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key);
        var transcript = new Transcript("What changed in the 2 hours before this incident?", assistant);

        var incidents = await transcript.CallAsync("query_events", """{"type":"incident","limit":1}""");
        var answer = await transcript.CallAsync("what_changed_before", $$"""{"event":"{{incidents.Rows()[0]["ref"]}}","window":"2h"}""");

        var incident = McpDemo.Month.Last(e => e.Type == "incident");
        var expected = McpDemo
            .Month.Where(e => e.Time <= incident.Time && e.Time >= incident.Time.AddHours(-2) && e.Type != "incident")
            .Select(Named)
            .Order()
            .ToList();
        var culprit = McpDemo.Month.Last(e =>
            e.Time < incident.Time && (e.Source, e.Subject, e.Type) == (incident.Source, incident.Subject, "deployment")
        );
        Assert.Contains(Named(culprit), expected);
        Assert.Equal(expected, answer.Rows().Select(Named).Order());
        Assert.Equal(Named(culprit), Named(answer.Rows()[0]));
        await transcript.KeepAsync("changes-before-an-incident.md");
    }

    [Fact]
    public async Task Did_anything_reach_production_without_staging()
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key);
        var transcript = new Transcript("Did anything reach production without staging?", assistant);

        await transcript.CallAsync("get_organization_context");
        List<string> skipped = [];
        foreach (var brand in (string[])["BRAND-A", "BRAND-B"])
        {
            var answer = await transcript.CallAsync(
                "compare_environments",
                $$"""{"from_environment":"{{brand}}-STAGING","to_environment":"{{brand}}-PRODUCTION","since":"-30d"}"""
            );
            skipped.AddRange(
                answer
                    .Json.GetProperty("skipped")
                    .EnumerateArray()
                    .Select(line => $"{brand} {string.Join(' ', line.GetString()!.Split(' ')[..2])}")
            );
        }

        var expected = McpDemo
            .Month.Where(e => IsIn(e, "PRODUCTION") && e.Version is not null && e.Type != "rollback")
            .Where(e =>
                !McpDemo.Month.Any(stage =>
                    IsIn(stage, "STAGING")
                    && BrandOf(stage) == BrandOf(e)
                    && (stage.Source, stage.Version) == (e.Source, e.Version)
                    && stage.Time <= e.Time
                )
            )
            .Select(e => $"{BrandOf(e)} {e.Source} {e.Version}")
            .Distinct()
            .Order()
            .ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, skipped.Order());
        await transcript.KeepAsync("production-without-staging.md");
    }

    [Fact]
    public async Task Which_version_of_BE_runs_where()
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key);
        var transcript = new Transcript("Which version of BE runs where?", assistant);

        var answer = await transcript.CallAsync("get_grid", """{"source":"BE"}""");

        var expected = McpDemo
            .Month.Where(e => e.Source == "BE")
            .GroupBy(e => e.Subject!)
            .Select(cell => $"{cell.Key} {VersionAfter(cell)}")
            .Order()
            .ToList();
        Assert.Equal(6, expected.Count);
        Assert.Equal(expected, answer.Rows().Select(row => $"{row["subject"]} {row["version"]}").Order());
        await transcript.KeepAsync("versions-of-be.md");
    }

    [Fact]
    public async Task Any_critical_change_outside_business_hours()
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key);
        var transcript = new Transcript("Any CRITICAL change outside business hours?", assistant);

        var context = await transcript.CallAsync("get_organization_context");
        var answer = await transcript.CallAsync(
            "query_events",
            """{"from":"-30d","severity":"CRITICAL","timezone":"Europe/Warsaw","limit":100}"""
        );

        var expected = McpDemo
            .Month.Where(e => e.Severity == "CRITICAL" && IsOutside(e.Time.ToOffset(Warsaw)))
            .Select(Named)
            .Order()
            .ToList();
        Assert.NotEmpty(expected);
        Assert.Equal("Mon Tue Wed Thu Fri 08:00-18:00", context.Json.GetProperty("business_hours").GetString());
        Assert.Equal(expected, answer.Rows().Where(IsOutside).Select(Named).Order());
        await transcript.KeepAsync("critical-outside-business-hours.md");
    }

    private static string Named(DemoEvent e) => $"{e.Source} {e.Subject} {e.Type} {e.Version}";

    private static string Named(IReadOnlyDictionary<string, string> row) =>
        $"{row["source"]} {row.GetValueOrDefault("subject")} {row["type"]} {row.GetValueOrDefault("version")}";

    private static bool IsIn(DemoEvent e, string stage) => e.Subject?.EndsWith("-" + stage, StringComparison.Ordinal) == true;

    private static string BrandOf(DemoEvent e) => e.Subject![..e.Subject!.LastIndexOf('-')];

    /// <summary>A rollback that names no version undoes the last deployment.</summary>
    private static string? VersionAfter(IEnumerable<DemoEvent> cell)
    {
        var versions = new Stack<string>();
        foreach (var e in cell.OrderBy(e => e.Time))
        {
            if (e.Version is not null)
                versions.Push(e.Version);
            else if (e.Type == "rollback")
                versions.Pop();
        }
        return versions.Peek();
    }

    private static bool IsOutside(DateTimeOffset local) =>
        local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || local.Hour is < 8 or >= 18;

    /// <summary>As an assistant can tell it, which has the heading and the time of the row alone.</summary>
    private static bool IsOutside(IReadOnlyDictionary<string, string> row) =>
        row["day"][^3..] is "Sat" or "Sun" || int.Parse(row["time"][..2], CultureInfo.InvariantCulture) is < 8 or >= 18;
}
