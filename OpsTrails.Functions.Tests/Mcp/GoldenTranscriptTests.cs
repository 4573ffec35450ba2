using OpsTrails.Core.Demo;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>
/// The questions that people ask first, answered on the demo month. Each answer is held against what a plain look through the events of the month gives.
/// </summary>
public sealed class GoldenTranscriptTests(McpDemo demo) : IClassFixture<McpDemo>
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 0, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public async Task What_was_deployed_to_production_this_week()
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key);
        var transcript = new Transcript("What was deployed to production this week?", assistant);

        await transcript.CallAsync("get_organization_context");
        var answer = await transcript.CallAsync("query_events", """{"from":"2026-11-23","timezone":"Europe/Warsaw","type":"deployment","search":"PRODUCTION","limit":100}""");

        var expected = McpDemo.Month.Where(e => e.Time >= Monday && e.Type == "deployment" && IsProduction(e)).Select(e => (e.Source, e.Subject, e.Version));
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Order(), answer.Rows().Select(row => (row["source"], (string?)row["subject"], (string?)row["version"])).Order());
        Assert.False(answer.Json.TryGetProperty("next_cursor", out _));
        await transcript.KeepAsync("deployed-to-production-this-week.md");
    }

    [Fact]
    public async Task Did_anything_reach_production_without_staging()
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key);
        var transcript = new Transcript("Did anything reach production without staging?", assistant);

        await transcript.CallAsync("get_organization_context");
        await transcript.CallAsync("compare_environments", """{"from_environment":"BRAND-A-STAGING","to_environment":"BRAND-A-PRODUCTION","since":"-30d"}""");
        await transcript.CallAsync("compare_environments", """{"from_environment":"BRAND-B-STAGING","to_environment":"BRAND-B-PRODUCTION","since":"-30d"}""");

        await transcript.KeepAsync("production-without-staging.md");
    }

    [Fact]
    public async Task Which_version_of_BE_runs_where()
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key);
        var transcript = new Transcript("Which version of BE runs where?", assistant);

        await transcript.CallAsync("get_grid", """{"source":"BE"}""");

        await transcript.KeepAsync("versions-of-be.md");
    }

    [Fact]
    public async Task Any_critical_change_outside_business_hours()
    {
        await using var assistant = await Assistant.ConnectAsync(demo.App, demo.Key);
        var transcript = new Transcript("Any CRITICAL change outside business hours?", assistant);

        await transcript.CallAsync("get_organization_context");
        await transcript.CallAsync("query_events", """{"from":"-30d","severity":"CRITICAL","timezone":"Europe/Warsaw","limit":100}""");

        await transcript.KeepAsync("critical-outside-business-hours.md");
    }

    private static bool IsProduction(DemoEvent e) => e.Subject?.EndsWith("PRODUCTION", StringComparison.Ordinal) == true;
}
