using System.Text.Json.Nodes;
using Azure.Core;
using OpsTrails.Functions.Smoke.Azure;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra.Management;

/// <summary><c>smoke --azure</c> finds nothing where Azure has what the template means, and each thing that differs.</summary>
public sealed class AzureCheckTests
{
    private const string App = "sites/func-opstrails-b6jsubuye23v4";
    private const string Account = "storageAccounts/stb6jsubuye23v4";
    private const string EventGrid = "topics/evgt-opstrails-b6jsubuye23v4";

    private static readonly Dictionary<string, (string Probe, string Says, Action<PredictedAzure> Change)> Cases = new()
    {
        ["the deployment failed"] = (
            "the last deployment of the template succeeded",
            "Failed instead of Succeeded",
            azure => azure.Set("deployments/installation", "properties.provisioningState", "Failed")
        ),
        ["the app is stopped"] = ("the app runs on Flex Consumption", "Stopped", azure => azure.Set(App, "properties.state", "Stopped")),
        ["the plan is another"] = (
            "the app runs on Flex Consumption",
            "Y1 instead of FC1",
            azure => azure.Set("serverfarms/plan-opstrails-b6jsubuye23v4", "sku.name", "Y1")
        ),
        ["the runtime is another"] = (
            "the runtime is dotnet-isolated 10.0",
            "custom instead of dotnet-isolated",
            azure => azure.Set(App, "properties.functionAppConfig.runtime.name", "custom")
        ),
        ["memory is other"] = (
            "instances match the options",
            "512 instead of 2048",
            azure => azure.Set(App, "properties.functionAppConfig.scaleAndConcurrency.instanceMemoryMB", 512)
        ),
        ["nothing is always ready"] = (
            "instances match the options",
            "0 always-ready instances",
            azure => azure.Set(App, "properties.functionAppConfig.scaleAndConcurrency.alwaysReady", new JsonArray())
        ),
        ["concurrency is the default"] = (
            "instances match the options",
            "(not set) instead of 100",
            azure => azure.Set(App, "properties.functionAppConfig.scaleAndConcurrency.triggers", null)
        ),
        ["updates do not roll"] = (
            "updates replace instances as configured",
            "Recreate instead of RollingUpdate",
            azure => azure.Set(App, "properties.functionAppConfig.siteUpdateStrategy", null)
        ),
        ["the package is elsewhere"] = (
            "the identity reads the package",
            "elsewhere",
            azure => azure.Set(App, "properties.functionAppConfig.deployment.storage.value", "https://elsewhere/deployments")
        ),
        ["http is answered"] = (
            "only https with TLS 1.2 is allowed",
            "httpsOnly is false",
            azure => azure.Set(App, "properties.httpsOnly", false)
        ),
        ["FTP is on"] = (
            "only https with TLS 1.2 is allowed",
            "ftpsState",
            azure => azure.Set(App + "/config/web", "properties.ftpsState", "AllAllowed")
        ),
        ["passwords publish"] = (
            "publishing with a password is off",
            "scm",
            azure => azure.Set(App + "/basicPublishingCredentialsPolicies/scm", "properties.allow", true)
        ),
        ["the app is an old one"] = (
            "certificates belong to the app",
            "false instead of true",
            azure => azure.Set(App, "properties.siteScopedCertificatesEnabled", false)
        ),
        ["a timer is not registered"] = (
            "the functions are registered and enabled",
            "The function sweep is missing",
            azure => azure.Remove(App + "/functions/sweep")
        ),
        ["a timer is disabled"] = (
            "the functions are registered and enabled",
            "The function retention is disabled",
            azure => azure.Set(App + "/functions/retention", "properties.isDisabled", true)
        ),
        ["HTTP is not registered"] = (
            "the functions are registered and enabled",
            "for HTTP",
            azure => azure.Remove(App + "/functions/http")
        ),
        ["the domain has no certificate"] = (
            "the custom domain has its certificate",
            "Disabled instead of SniEnabled",
            azure => azure.Set("hostNameBindings/ops.example.com", "properties.sslState", "Disabled")
        ),
        ["the domain is not bound"] = (
            "the custom domain has its certificate",
            "not bound",
            azure => azure.Remove("hostNameBindings/ops.example.com")
        ),
        ["a setting is gone"] = (
            "app settings match the template",
            "OpsTrails__Storage is missing",
            azure => azure.Remove("/config/appsettings", "OpsTrails__Storage")
        ),
        ["a setting was made by hand"] = (
            "app settings match the template",
            "BY_HAND is not in the template",
            azure => azure.Set("/config/appsettings", "properties.BY_HAND", PredictedAzure.Secret)
        ),
        ["the tables are another account's"] = (
            "app settings point at this installation",
            "OpsTrails__Storage",
            azure => azure.Set("/config/appsettings", "properties.OpsTrails__Storage", PredictedAzure.Secret)
        ),
        ["a reference does not resolve"] = (
            "Key Vault references resolve",
            "OpsTrails__ProtectionSecret is AccessToKeyVaultDenied",
            azure => azure.Set("configreferences/appsettings/OpsTrails__ProtectionSecret", "properties.status", "AccessToKeyVaultDenied")
        ),
        ["references use a system identity"] = (
            "Key Vault references use the app's identity",
            "SystemAssigned",
            azure => azure.Set(App, "properties.keyVaultReferenceIdentity", "SystemAssigned")
        ),
        ["the program lost its tables"] = (
            "the program has its roles and no others",
            "Storage Table Data Contributor",
            azure => azure.RemoveRole("Storage Table Data Contributor")
        ),
        ["the topic lost its container"] = (
            "the topic may write dead letters and nothing else",
            "Storage Blob Data Contributor",
            azure => azure.RemoveRole("Storage Blob Data Contributor")
        ),
        ["keys open the storage"] = (
            "storage rejects keys and public access",
            "allowSharedKeyAccess is true",
            azure => azure.Set(Account, "properties.allowSharedKeyAccess", true)
        ),
        ["a table is gone"] = ("the tables exist", "The table people is missing", azure => azure.Remove("/tables/people")),
        ["a container is public"] = (
            "no container is public",
            "dead-letters is public",
            azure => azure.Set("/containers/dead-letters", "properties.publicAccess", "Blob")
        ),
        ["the package has no container"] = (
            "no container is public",
            "deployments is missing",
            azure => azure.Remove("/containers/deployments")
        ),
        ["the schema is another"] = (
            "the topic requires CloudEvents and Entra identities",
            "EventGridSchema",
            azure => azure.Set(EventGrid, "properties.inputSchema", "EventGridSchema")
        ),
        ["a subscription is gone"] = (
            "event subscriptions match the options",
            "a-queue is missing",
            azure => azure.Remove("eventSubscriptions/a-queue")
        ),
        ["a subscription failed"] = (
            "event subscriptions match the options",
            "a-webhook: properties.provisioningState is Failed",
            azure => azure.Set("eventSubscriptions/a-webhook", "properties.provisioningState", "Failed")
        ),
        ["telemetry takes keys"] = (
            "Application Insights requires Entra identities",
            "DisableLocalAuth",
            azure => azure.Set("components/appi-opstrails-b6jsubuye23v4", "properties.DisableLocalAuth", false)
        ),
        ["logs have no cap"] = (
            "logs have a daily cap",
            "-1 instead of 1",
            azure => azure.Set("workspaces/log-opstrails-b6jsubuye23v4", "properties.workspaceCapping.dailyQuotaGb", -1)
        ),
        ["an alert is gone"] = (
            "alert rules match the options",
            "opstrails-no-sweep is missing",
            azure => azure.Remove("scheduledQueryRules/opstrails-no-sweep")
        ),
        ["an alert is off"] = (
            "alert rules match the options",
            "opstrails-5xx is disabled",
            azure => azure.Set("scheduledQueryRules/opstrails-5xx", "properties.enabled", false)
        ),
        ["something may not be read"] = (
            "the topic requires CloudEvents and Entra identities",
            "403",
            azure => azure.Refused = PathOf(azure, EventGrid)
        ),
    };

    public static TheoryData<string> Names { get; } = [.. Cases.Keys];

    [Fact]
    public async Task Nothing_differs_after_a_deployment()
    {
        await using var arm = await FakeArm.StartAsync();

        var (isSame, lines) = await RunAsync(arm);

        Assert.True(isSame, string.Join('\n', lines));
        Assert.Equal(AzureCheck.Probes.Select(probe => "ok       " + probe.Name), lines[..^1]);
        Assert.Equal($"{AzureCheck.Probes.Count} ok, 0 differ", lines[^1]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_differs_is_found(string name)
    {
        var (probe, says, change) = Cases[name];
        await using var arm = await FakeArm.StartAsync();
        change(arm.Azure);

        var (isSame, lines) = await RunAsync(arm);

        Assert.False(isSame);
        var said = string.Join('\n', lines);
        var at = lines.IndexOf("differs  " + probe);
        Assert.True(at >= 0, said);
        Assert.Contains(says, lines[at + 1], StringComparison.Ordinal);
        Assert.DoesNotContain(PredictedAzure.Secret, said, StringComparison.Ordinal);

        // What may not be read can be needed by others too.
        Assert.True(arm.Azure.Refused is not null || lines.Count(line => line.StartsWith("differs", StringComparison.Ordinal)) == 1, said);
    }

    [Fact]
    public void Every_check_was_seen_to_differ() =>
        Assert.Empty(AzureCheck.Probes.Select(probe => probe.Name).Except(Cases.Values.Select(one => one.Probe)));

    [Fact]
    public async Task Another_group_is_said_to_have_no_installation()
    {
        await using var arm = await FakeArm.StartAsync();

        var (isSame, lines) = await RunAsync(arm, "rg-other");

        Assert.False(isSame);
        Assert.Contains("The group rg-other has 0 apps", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_read_by_the_names_that_the_template_has()
    {
        var template = await File.ReadAllLinesAsync(
            Path.Combine(Bicep.Folder, "modules", "installation.bicep"),
            TestContext.Current.CancellationToken
        );

        Assert.All(
            new PredictedAzure().OptionNames,
            name => Assert.Contains(template, line => line.StartsWith($"param {name} ", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task The_operators_token_goes_to_the_management_API_only()
    {
        await using var arm = await FakeArm.StartAsync();
        await using var other = await FakeArm.StartAsync();
        using var client = AzureCheck.CreateClient(arm.Client.BaseAddress!, new AToken(), new SocketsHttpHandler());

        var isSame = await AzureCheck.RunAsync(
            Template.Subscription,
            PredictedAzure.GroupName,
            client,
            TextWriter.Null,
            TestContext.Current.CancellationToken
        );
        using var _ = await client.GetAsync(other.Client.BaseAddress, TestContext.Current.CancellationToken);

        Assert.True(isSame);
        Assert.All(arm.Tokens, token => Assert.Equal("Bearer a-token", token));
        Assert.Equal([""], other.Tokens);
    }

    private static string PathOf(PredictedAzure azure, string idEnd) =>
        azure
            .List($"/subscriptions/{Template.Subscription}/resourceGroups/{PredictedAzure.GroupName}/resources")
            .Select(resource => resource["id"]!.GetValue<string>())
            .Single(id => id.EndsWith(idEnd, StringComparison.Ordinal));

    private static async Task<(bool IsSame, List<string> Lines)> RunAsync(FakeArm arm, string group = PredictedAzure.GroupName)
    {
        using var output = new StringWriter();
        var isSame = await AzureCheck.RunAsync(Template.Subscription, group, arm.Client, output, TestContext.Current.CancellationToken);
        return (isSame, [.. output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)]);
    }

    private sealed class AToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("a-token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
