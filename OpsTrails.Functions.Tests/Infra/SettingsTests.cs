using Microsoft.Extensions.Configuration;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Infra;

/// <summary>The app settings of the template, read by the program that they are for.</summary>
[Layer(Layer.Store)]
public sealed class SettingsTests
{
    /// <summary>What is known only when it is deployed, as it would be.</summary>
    private static readonly Dictionary<string, string> WhenDeployed = new()
    {
        ["OpsTrails__Storage"] = "https://stopstrails.table.core.windows.net/",
        ["OpsTrails__EventGrid__Endpoint"] = "https://evgt-opstrails.westeurope-1.eventgrid.azure.net/api/events",
        ["OpsTrails__SetupToken"] = "a-setup-token-for-tests-of-40-characters",
        ["OpsTrails__ProtectionSecret"] = "a-protection-secret-for-tests-of-45-characters",
        ["OpsTrails__SignIn__ClientSecret"] = "a-client-secret-for-tests",
    };

    private static readonly string[] NotOnFlex =
    [
        "FUNCTIONS_WORKER_RUNTIME",
        "FUNCTIONS_EXTENSION_VERSION",
        "FUNCTIONS_WORKER_RUNTIME_VERSION",
        "AzureWebJobsStorage",
        "AzureWebJobsDashboard",
        "WEBSITE_RUN_FROM_PACKAGE",
        "WEBSITE_CONTENTSHARE",
        "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
        "WEBSITE_CONTENTOVERVNET",
        "WEBSITE_NODE_DEFAULT_VERSION",
        "SCM_DO_BUILD_DURING_DEPLOYMENT",
        "ENABLE_ORYX_BUILD",
        "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT",
        "WEBSITE_USE_PLACEHOLDER",
    ];

    public static TheoryData<bool> Templates { get; } = [false, true];

    [Theory]
    [MemberData(nameof(Templates))]
    public void The_program_knows_every_setting_and_takes_it(bool everything)
    {
        var settings = Of(everything)
            .Settings()
            .Where(setting => IsOurs(setting.Key))
            .ToDictionary(
                setting => setting.Key.Replace("__", ":", StringComparison.Ordinal),
                setting => setting.Value ?? WhenDeployed[setting.Key]
            );
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings!).Build();
        var options = new OpsTrailsOptions();

        configuration.GetSection(OpsTrailsOptions.Section).Bind(options, bind => bind.ErrorOnUnknownConfiguration = true);
        var outcome = new OpsTrailsOptionsValidator(FunctionsHost.Present(configuration)).Validate(null, options);

        Assert.True(outcome.Succeeded, outcome.FailureMessage);
        Assert.Equal(WhenDeployed["OpsTrails__Storage"], options.Storage);
        Assert.Equal(everything, options.Mcp.AllowRecording);
    }

    [Fact]
    public void A_deployment_from_nothing_sets_exactly_these() =>
        Assert.Equal(
            [
                "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",
                "APPLICATIONINSIGHTS_CONNECTION_STRING",
                "AZURE_CLIENT_ID",
                "AzureFunctionsJobHost__logging__logLevel__default",
                "AzureWebJobsStorage__accountName",
                "AzureWebJobsStorage__clientId",
                "AzureWebJobsStorage__credential",
                "OpsTrails__EventGrid__Endpoint",
                "OpsTrails__Mcp__AllowRecording",
                "OpsTrails__ProtectionSecret",
                "OpsTrails__SetupToken",
                "OpsTrails__Storage",
            ],
            Template.Least.Settings().Keys.Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Sign_in_by_a_provider_is_set_when_one_is_named()
    {
        var settings = Template.Everything.Settings();

        Assert.Equal(
            ("https://login.example.com/v2.0", "11111111-2222-3333-4444-555555555555", "Example"),
            (settings["OpsTrails__SignIn__Authority"], settings["OpsTrails__SignIn__ClientId"], settings["OpsTrails__SignIn__Name"])
        );
    }

    [Theory]
    [MemberData(nameof(Templates))]
    public void Nothing_is_set_that_Flex_Consumption_refuses(bool everything) =>
        Assert.Empty(Of(everything).Settings().Keys.Intersect(NotOnFlex, StringComparer.OrdinalIgnoreCase));

    [Theory]
    [MemberData(nameof(Templates))]
    public void No_secret_but_those_of_the_owner_is_needed(bool everything) =>
        Assert.DoesNotContain(
            Of(everything).Settings().Keys,
            name =>
                name.EndsWith("Key", StringComparison.OrdinalIgnoreCase)
                || name.EndsWith("__connectionString", StringComparison.OrdinalIgnoreCase)
        );

    [Fact]
    public void The_host_finds_its_storage_by_the_identity()
    {
        var settings = Template.Least.Settings();

        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.StartsWith("st", settings["AzureWebJobsStorage__accountName"], StringComparison.Ordinal);
    }

    private static Template Of(bool everything) => everything ? Template.Everything : Template.Least;

    private static bool IsOurs(string name) => name.StartsWith("OpsTrails__", StringComparison.Ordinal);
}
