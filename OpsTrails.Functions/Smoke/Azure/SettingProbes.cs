using System.Text.Json;

namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>App settings. Values are compared unless they are secrets, and never printed.</summary>
internal static class SettingProbes
{
    private static readonly string[] Always =
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
        "OpsTrails__Storage",
    ];

    /// <summary>Optional secrets. A deployment doesn't return secret parameters, so whether they should be set is unknown.</summary>
    private static readonly string[] Optional = ["OpsTrails__SetupToken", "OpsTrails__ProtectionSecret", "OpsTrails__SignIn__ClientSecret"];

    public static AzureProbe[] All { get; } =
    [
        new(
            "app settings match the template",
            "Add settings to infra/modules/app.bicep. The next deployment removes those set by hand.",
            NamesAsync
        ),
        new("app settings point at this installation", "Run azd provision.", ValuesAsync),
        new(
            "Key Vault references resolve",
            "Give the app's identity the role Key Vault Secrets User on the vault, then restart the app.",
            ReferencesAsync
        ),
        new("Key Vault references use the app's identity", "Run azd provision.", ReferenceIdentityAsync),
    ];

    private static async Task<IEnumerable<string?>> NamesAsync(AzureInstallation installation, CancellationToken cancel)
    {
        string[] signIn = installation.Option("signIn")?.Text("authority") is { Length: > 0 }
            ?
            [
                "OpsTrails__SignIn__Authority",
                "OpsTrails__SignIn__ClientId",
                .. installation.Option("signIn")?.Text("name") is { Length: > 0 } ? ["OpsTrails__SignIn__Name"] : (string[])[],
            ]
            : [];
        string[] placeholder = installation.Option("prewarmed") is { ValueKind: JsonValueKind.False }
            ? ["WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED"]
            : [];
        var names = (await SettingsAsync(installation, cancel)).Keys;
        return ArmJson.Differences(
            "The setting",
            [.. Always, .. signIn, .. placeholder],
            names.Except(Optional, StringComparer.OrdinalIgnoreCase)
        );
    }

    private static async Task<IEnumerable<string?>> ValuesAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var settings = await SettingsAsync(installation, cancel);
        var account = await installation.Arm.GetAsync(installation.Account, ApiVersions.Storage, cancel);
        var topic = await installation.Arm.GetAsync(installation.Topic, ApiVersions.EventGrid, cancel);
        var client = (await installation.IdentityAsync(cancel)).Text("properties.clientId");
        var expected = new Dictionary<string, string>
        {
            ["AZURE_CLIENT_ID"] = client,
            ["AzureWebJobsStorage__accountName"] = account.Text("name"),
            ["AzureWebJobsStorage__clientId"] = client,
            ["AzureWebJobsStorage__credential"] = "managedidentity",
            ["OpsTrails__EventGrid__Endpoint"] = topic.Text("properties.endpoint"),
            ["OpsTrails__Storage"] = account.Text("properties.primaryEndpoints.table"),
        };
        return expected
            .Where(pair => settings.TryGetValue(pair.Key, out var value) && value != pair.Value)
            .Select(pair => $"The setting {pair.Key} points at another resource.");
    }

    private static async Task<IEnumerable<string?>> ReferencesAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var references = await installation.Arm.ListAsync(
            installation.App + "/config/configreferences/appsettings",
            ApiVersions.Web,
            cancel
        );
        return references
            .Where(one => one.Text("properties.status") != "Resolved")
            .Select(one =>
                $"The reference in {one.Text("name").Split('/')[^1]} is {one.Text("properties.status")}. The program gets its "
                + "text instead of the secret."
            );
    }

    private static async Task<IEnumerable<string?>> ReferenceIdentityAsync(AzureInstallation installation, CancellationToken cancel) =>
        [(await installation.SiteAsync(cancel)).Unless("properties.keyVaultReferenceIdentity", installation.Identity)];

    private static async Task<Dictionary<string, string>> SettingsAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var answer = await installation.Arm.ActAsync(installation.App + "/config/appsettings/list", ApiVersions.Web, cancel);
        return answer.At("properties") is { ValueKind: JsonValueKind.Object } properties
            ? properties
                .EnumerateObject()
                .ToDictionary(setting => setting.Name, setting => setting.Value.ToString(), StringComparer.OrdinalIgnoreCase)
            : [];
    }
}
