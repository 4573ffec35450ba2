using OpsTrails.Core.Grid;

namespace OpsTrails.Core.Tests.Grid;

public sealed class LaddersTests
{
    /// <summary>Columns in order. A bar separates ladders, brackets enclose environments without one.</summary>
    [Theory]
    [InlineData("PRODUCTION STAGING", "STAGING PRODUCTION")]
    [InlineData("prod dev qa uat", "dev qa uat prod")]
    [InlineData(
        "BRAND-B-PRODUCTION BRAND-A-PRODUCTION BRAND-A-STAGING BRAND-B-STAGING",
        "BRAND-A-STAGING BRAND-A-PRODUCTION | BRAND-B-STAGING BRAND-B-PRODUCTION"
    )]
    [InlineData("PROD-EU STAGING-US PROD-US STAGING-EU", "STAGING-EU PROD-EU | STAGING-US PROD-US")]
    [InlineData("brand_a_prod BRAND-A-STAGING BrandADev", "BrandADev BRAND-A-STAGING brand_a_prod")]
    [InlineData("PRE-PROD PROD preprod", "PRE-PROD preprod PROD")]
    [InlineData("PROD CANARY PROD-DR PROD-CANARY", "CANARY PROD-CANARY PROD PROD-DR")]
    [InlineData("PROD QA2 QA1", "QA1 QA2 PROD")]
    [InlineData("NON-PROD PROD", "NON-PROD PROD")]
    [InlineData("eu-prod-1 eu-stage-1", "eu-stage-1 eu-prod-1")]
    [InlineData("LIVE-CHAT-PROD LIVE-CHAT-DEV PROD", "PROD | LIVE-CHAT-DEV LIVE-CHAT-PROD")]
    [InlineData("zebra STAGING apple", "STAGING [apple] [zebra]")]
    [InlineData("STAGING ∅ apple", "STAGING [apple] [∅]")]
    [InlineData("devops production", "production [devops]")]
    [InlineData("生产 STAGING", "STAGING [生产]")]
    [InlineData("", "")]
    public void Names_tell_the_ladder_and_the_stage(string subjects, string columns)
    {
        Assert.Equal(columns, Shown(Ladders.Of([], Split(subjects))));
    }

    [Theory]
    [InlineData("BRAND-A-STAGING", "BRAND-A-PRODUCTION")]
    [InlineData("BRAND-B-STAGING", "BRAND-B-PRODUCTION")]
    [InlineData("BRAND-A-PRODUCTION", null)]
    [InlineData("QA1", "STAGING1")]
    [InlineData("QA2", "STAGING2")]
    [InlineData("QA3", "STAGING1")]
    [InlineData("STAGING2", "PROD")]
    [InlineData("apple", null)]
    public void A_stage_leads_to_the_next_of_its_own_ladder(string subject, string? next)
    {
        var columns = Ladders.Of(
            [],
            Split("BRAND-A-STAGING BRAND-A-PRODUCTION BRAND-B-STAGING BRAND-B-PRODUCTION QA1 QA2 QA3 STAGING1 STAGING2 PROD apple")
        );

        Assert.Equal(next, columns.Single(column => column.Subject == subject).Next);
    }

    [Fact]
    public void Configured_ladders_come_first_and_in_their_order()
    {
        var columns = Ladders.Of(
            [
                ["RED", "BLUE"],
                ["TEST", "LAB", "PRODUCTION"],
            ],
            Split("PRODUCTION BLUE TEST STAGING RED OTHER")
        );

        Assert.Equal("RED BLUE | TEST PRODUCTION | STAGING [OTHER]", Shown(columns));
        Assert.Equal(["BLUE", null, "PRODUCTION", null, null, null], columns.Select(column => column.Next));
    }

    [Fact]
    public void An_environment_stands_on_the_first_ladder_that_names_it()
    {
        var columns = Ladders.Of(
            [
                ["QA", "PROD"],
                ["STAGING", "PROD"],
            ],
            Split("PROD STAGING QA")
        );

        Assert.Equal("QA PROD | STAGING", Shown(columns));
    }

    [Fact]
    public void Ladders_have_different_names()
    {
        var columns = Ladders.Of(
            [
                ["QA"],
                ["STAGING", "PROD"],
            ],
            Split("QA PROD STAGING DEV BRAND-A-PROD")
        );

        Assert.Equal(
            [("QA", ""), ("STAGING", "2"), ("PROD", "2"), ("DEV", "3"), ("BRAND-A-PROD", "BRAND-A")],
            columns.Select(column => (column.Subject, column.Ladder))
        );
    }

    [Fact]
    public void The_order_in_which_environments_are_given_does_not_matter()
    {
        var subjects = Split("PROD ∅ QA1 BRAND-A-PROD apple QA2 BRAND-A-STAGING STAGING Zebra brand-a-dev");

        Assert.Equal(Ladders.Of([], subjects), Ladders.Of([], subjects.Reverse()));
    }

    private static string?[] Split(string subjects) =>
        [.. subjects.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(subject => subject == "∅" ? null : subject)];

    private static string Shown(IReadOnlyList<GridColumn> columns)
    {
        var ladders = columns
            .Where(column => column.Ladder is not null)
            .GroupBy(column => column.Ladder)
            .Select(ladder => string.Join(' ', ladder.Select(column => column.Subject)));
        var alone = columns.Where(column => column.Ladder is null).Select(column => $"[{column.Subject ?? "∅"}]");
        return string.Join(' ', (string[])[string.Join(" | ", ladders), .. alone]).Trim();
    }
}
