using System.Text.Json;
using System.Text.RegularExpressions;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>What matters in what would be deployed, whatever else changes.</summary>
[Layer(Layer.Store)]
public sealed partial class ResourceTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";

    private static readonly string[] ProgramRoles =
    [
        "program: Storage Blob Data Owner on Microsoft.Storage/storageAccounts",
        "program: Storage Table Data Contributor on Microsoft.Storage/storageAccounts",
        "program: EventGrid Data Sender on Microsoft.EventGrid/topics",
        "program: Monitoring Metrics Publisher on Microsoft.Insights/components",
        "topic: Storage Blob Data Contributor on Microsoft.Storage/storageAccounts/blobServices/containers dead-letters",
    ];

    [Theory]
    [InlineData("allowSharedKeyAccess", false)]
    [InlineData("allowBlobPublicAccess", false)]
    [InlineData("allowCrossTenantReplication", false)]
    [InlineData("defaultToOAuthAuthentication", true)]
    [InlineData("supportsHttpsTrafficOnly", true)]
    public void Storage_is_open_to_identities_alone(string property, bool expected) =>
        Assert.Equal(expected, Template.Least.Properties(Account).GetProperty(property).GetBoolean());

    [Fact]
    public void Nothing_speaks_an_old_TLS()
    {
        var site = Template.Least.Properties("Microsoft.Web/sites");

        Assert.Equal("TLS1_2", Template.Least.Properties(Account).GetProperty("minimumTlsVersion").GetString());
        Assert.Equal("1.2", Template.Least.Properties("Microsoft.EventGrid/topics").GetProperty("minimumTlsVersionAllowed").GetString());
        Assert.Equal(
            ("1.2", "1.2"),
            (
                site.GetProperty("siteConfig").GetProperty("minTlsVersion").GetString(),
                site.GetProperty("siteConfig").GetProperty("scmMinTlsVersion").GetString()
            )
        );
        Assert.True(site.GetProperty("httpsOnly").GetBoolean());
    }

    [Fact]
    public void No_container_is_public()
    {
        var containers = Template.Least.All(Account + "/blobServices/containers");

        Assert.Equal(["dead-letters", "deployments"], containers.Select(NameOf).Order());
        Assert.All(
            containers,
            container => Assert.Equal("None", container.GetProperty("properties").GetProperty("publicAccess").GetString())
        );
    }

    [Fact]
    public void The_tables_are_those_of_the_program() =>
        Assert.Equal(
            Tables.All.Order(StringComparer.Ordinal),
            Template.Least.All(Account + "/tableServices/tables").Select(NameOf).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Roles_are_exactly_these() => Assert.Equal(ProgramRoles.Order(StringComparer.Ordinal), Told(Template.Least));

    [Fact]
    public void An_operator_gets_the_tables_and_nothing_else() =>
        Assert.Equal(
            ["99999999-8888-7777-6666-555555555555: Storage Table Data Contributor on Microsoft.Storage/storageAccounts"],
            Told(Template.Everything).Except(ProgramRoles)
        );

    [Theory]
    [InlineData(false, 512, 0)]
    [InlineData(true, 2048, 1)]
    public void The_app_runs_small_instances_that_take_many_requests(bool everything, int memory, int alwaysReady)
    {
        var flex = (everything ? Template.Everything : Template.Least).Properties("Microsoft.Web/sites").GetProperty("functionAppConfig");
        var (runtime, scale) = (flex.GetProperty("runtime"), flex.GetProperty("scaleAndConcurrency"));

        Assert.Equal(("dotnet-isolated", "10.0"), (runtime.GetProperty("name").GetString(), runtime.GetProperty("version").GetString()));
        Assert.Equal(memory, scale.GetProperty("instanceMemoryMB").GetInt32());
        Assert.Equal(100, scale.GetProperty("triggers").GetProperty("http").GetProperty("perInstanceConcurrency").GetInt32());
        Assert.Equal(alwaysReady, scale.GetProperty("alwaysReady").GetArrayLength());
    }

    [Fact]
    public void The_plan_is_Flex_Consumption_on_Linux()
    {
        var plan = Template.Least.The("Microsoft.Web/serverfarms");

        Assert.Equal(
            ("FC1", "FlexConsumption"),
            (plan.GetProperty("sku").GetProperty("name").GetString(), plan.GetProperty("sku").GetProperty("tier").GetString())
        );
        Assert.True(plan.GetProperty("properties").GetProperty("reserved").GetBoolean());
    }

    [Fact]
    public void Packages_are_read_with_the_identity_and_nobody_publishes_by_password()
    {
        var storage = Template
            .Least.Properties("Microsoft.Web/sites")
            .GetProperty("functionAppConfig")
            .GetProperty("deployment")
            .GetProperty("storage");
        var passwords = Template.Least.All("Microsoft.Web/sites/basicPublishingCredentialsPolicies");

        Assert.Equal("UserAssignedIdentity", storage.GetProperty("authentication").GetProperty("type").GetString());
        Assert.Equal(2, passwords.Count);
        Assert.All(passwords, password => Assert.False(password.GetProperty("properties").GetProperty("allow").GetBoolean()));
    }

    [Fact]
    public void The_topic_takes_CloudEvents_from_identities_alone()
    {
        var topic = Template.Least.Properties("Microsoft.EventGrid/topics");

        Assert.Equal("CloudEventSchemaV1_0", topic.GetProperty("inputSchema").GetString());
        Assert.True(topic.GetProperty("disableLocalAuth").GetBoolean());
    }

    [Fact]
    public void Every_subscription_keeps_what_it_cannot_deliver()
    {
        var subscriptions = Template.Everything.All("Microsoft.EventGrid/topics/eventSubscriptions");

        Assert.Equal(["a-function", "a-queue", "a-webhook"], subscriptions.Select(NameOf).Order());
        Assert.All(
            subscriptions,
            subscription =>
            {
                var deadLetter = subscription.GetProperty("properties").GetProperty("deadLetterWithResourceIdentity");
                Assert.Equal("SystemAssigned", deadLetter.GetProperty("identity").GetProperty("type").GetString());
                Assert.Equal(
                    "dead-letters",
                    deadLetter.GetProperty("deadLetterDestination").GetProperty("properties").GetProperty("blobContainerName").GetString()
                );
                Assert.Equal("CloudEventSchemaV1_0", subscription.GetProperty("properties").GetProperty("eventDeliverySchema").GetString());
            }
        );
    }

    [Fact]
    public void Application_Insights_takes_nothing_without_an_identity() =>
        Assert.True(Template.Least.Properties("Microsoft.Insights/components").GetProperty("DisableLocalAuth").GetBoolean());

    [Fact]
    public void Nothing_that_costs_by_the_month_is_deployed_unasked()
    {
        var asked = Template.Everything.Types.Except(Template.Least.Types);

        Assert.Equal(
            [
                "Microsoft.Consumption/budgets",
                "Microsoft.EventGrid/topics/eventSubscriptions",
                "Microsoft.Insights/actionGroups",
                "Microsoft.Insights/scheduledQueryRules",
                "Microsoft.Web/sites/certificates",
                "Microsoft.Web/sites/hostNameBindings",
            ],
            asked
        );
    }

    [Fact]
    public void Outputs_are_named_as_variables_and_hold_no_secret()
    {
        var outputs = Template.Everything.Outputs;

        Assert.All(outputs.EnumerateObject(), output => Assert.Matches("^[A-Z][A-Z_]+$", output.Name));
        Assert.Equal("https://ops.example.com", outputs.GetProperty("OPSTRAILS_URL").GetString());
        Assert.DoesNotContain("for-tests", outputs.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_are_in_no_snapshot() =>
        Assert.All(
            (string[])[Bicep.Parameters, Bicep.Everything],
            file =>
                Assert.DoesNotContain("for-tests", File.ReadAllText(Path.ChangeExtension(file, ".snapshot.json")), StringComparison.Ordinal)
        );

    private static IEnumerable<string> Told(Template template) =>
        template
            .Roles()
            .Select(role => $"{role.Principal}: {BuiltInRoles.NameOf(role.Role)} on {WithoutNames(role.Scope)}")
            .Order(StringComparer.Ordinal);

    /// <summary>Of a scope its type, and the name of a container.</summary>
    private static string WithoutNames(string scope)
    {
        var parts = scope.Split('/');
        var type = string.Join('/', parts.Where((_, i) => i == 0 || i % 2 == 1));
        return Container().IsMatch(scope) ? $"{type} {parts[^1]}" : type;
    }

    private static string NameOf(JsonElement resource) => resource.GetProperty("name").GetString()!.Split('/')[^1];

    [GeneratedRegex("/containers/[^/]+$")]
    private static partial Regex Container();
}
