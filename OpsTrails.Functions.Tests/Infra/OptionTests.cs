using System.Text.Json;
using System.Text.RegularExpressions;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>What a variable of the operator changes in what would be deployed.</summary>
[Layer(Layer.Process)]
public sealed partial class OptionTests
{
    private const string Site = "Microsoft.Web/sites";
    private const string Placeholder = "WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED";

    [Fact]
    public async Task Instances_have_the_memory_that_was_asked_for()
    {
        var template = await Bicep.PredictedAsync(("OPSTRAILS_INSTANCE_MEMORY", "4096"));

        Assert.Equal(4096, Flex(template).GetProperty("scaleAndConcurrency").GetProperty("instanceMemoryMB").GetInt32());
    }

    [Fact]
    public async Task Memory_that_Azure_does_not_offer_is_refused_before_anything_is_sent()
    {
        var (template, said) = await Bicep.PredictAsync(("OPSTRAILS_INSTANCE_MEMORY", "1024"));

        Assert.Null(template);
        Assert.Contains("2048 | 4096 | 512", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_is_prewarmed_unless_that_is_switched_off()
    {
        Assert.DoesNotContain(Placeholder, Template.Least.Settings().Keys);
        Assert.Equal("0", Template.Everything.Settings()[Placeholder]);
    }

    [Fact]
    public void Updates_roll_only_when_asked_to_as_a_region_may_refuse_the_property()
    {
        Assert.False(Flex(Template.Least).TryGetProperty("siteUpdateStrategy", out _));
        Assert.Equal("RollingUpdate", Flex(Template.Everything).GetProperty("siteUpdateStrategy").GetProperty("type").GetString());
    }

    [Fact]
    public void References_to_Key_Vault_are_read_by_the_identity_of_the_program()
    {
        var site = Template.Least.The(Site);

        var identity = Assert.Single(site.GetProperty("identity").GetProperty("userAssignedIdentities").EnumerateObject()).Name;
        Assert.Equal(identity, site.GetProperty("properties").GetProperty("keyVaultReferenceIdentity").GetString());
    }

    [Theory]
    [InlineData("needs an address to warn", "OPSTRAILS_BUDGET_START=2026-12-01")]
    [InlineData("needs its first month", "OPSTRAILS_ALERT_EMAIL=ops@example.com")]
    [InlineData("needs its first month", "OPSTRAILS_ALERT_EMAIL=ops@example.com", "OPSTRAILS_BUDGET_START=2026-12-15")]
    public async Task A_budget_without_address_or_first_month_stops_the_deployment_before_it_begins(
        string sentence,
        params string[] variables
    )
    {
        var given = variables.Append("OPSTRAILS_MONTHLY_BUDGET=10").Select(variable => (variable.Split('=')[0], variable.Split('=')[1]));

        var (template, said) = await Bicep.PredictAsync([.. given]);

        Assert.Null(template);
        Assert.Contains(sentence, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Children_of_the_site_are_written_one_after_another()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "app.json");
        await Bicep.RunAsync(Bicep.Folder, "build", Path.Combine("modules", "app.bicep"), "--outfile", file);
        var built = JsonElement.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));

        var children = built
            .GetProperty("resources")
            .EnumerateObject()
            .Select(one => one.Value)
            .Where(resource => resource.GetProperty("type").GetString()!.StartsWith(Site + "/", StringComparison.Ordinal))
            .ToList();

        // Each after the first waits for another child, and no two for the same one: a chain.
        var awaited = children
            .SelectMany(child => child.GetProperty("dependsOn").EnumerateArray().Select(on => on.GetString()!))
            .Where(on => Child().IsMatch(on))
            .ToList();
        Assert.Equal(3, children.Count);
        Assert.Equal((2, 2), (awaited.Count, awaited.Distinct().Count()));
    }

    private static JsonElement Flex(Template template) => template.Properties(Site).GetProperty("functionAppConfig");

    [GeneratedRegex("::(?:scm|ftp|settings)$")]
    private static partial Regex Child();
}
