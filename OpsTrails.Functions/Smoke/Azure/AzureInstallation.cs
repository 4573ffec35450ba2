using System.Text.Json;

namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>Resource ids of an installation, and the options of its last deployment.</summary>
internal sealed class AzureInstallation
{
    private const string AppPrefix = "func-opstrails-";

    private AzureInstallation(ArmReader arm, string group, string token, JsonElement? deployment) =>
        (Arm, Group, Token, Deployment) = (arm, group, token, deployment);

    public ArmReader Arm { get; }

    /// <summary>The id of the resource group.</summary>
    public string Group { get; }

    /// <summary>The part that all resource names share.</summary>
    public string Token { get; }

    /// <summary>The template's last deployment. Azure doesn't return the values of secure parameters.</summary>
    public JsonElement? Deployment { get; }

    public string App => $"{Group}/providers/Microsoft.Web/sites/{AppPrefix}{Token}";

    public string Plan => $"{Group}/providers/Microsoft.Web/serverfarms/plan-opstrails-{Token}";

    public string Identity => $"{Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-opstrails-{Token}";

    public string Account => $"{Group}/providers/Microsoft.Storage/storageAccounts/st{Token}";

    public string Topic => $"{Group}/providers/Microsoft.EventGrid/topics/evgt-opstrails-{Token}";

    public string Insights => $"{Group}/providers/Microsoft.Insights/components/appi-opstrails-{Token}";

    public string Workspace => $"{Group}/providers/Microsoft.OperationalInsights/workspaces/log-opstrails-{Token}";

    /// <summary>An option of the last deployment; null if unknown.</summary>
    public JsonElement? Option(string name) => Deployment?.At($"properties.parameters.{name}.value");

    public string OptionText(string name) => Deployment?.Text($"properties.parameters.{name}.value") ?? "";

    public bool IsOn(string option) => Option(option) is { ValueKind: JsonValueKind.True };

    public Task<JsonElement> SiteAsync(CancellationToken cancel) => Arm.GetAsync(App, ApiVersions.Web, cancel);

    public Task<JsonElement> IdentityAsync(CancellationToken cancel) => Arm.GetAsync(Identity, ApiVersions.Identity, cancel);

    /// <exception cref="ArmException">The group has no installation, or several.</exception>
    public static async Task<AzureInstallation> ReadAsync(
        ArmReader arm,
        string subscriptionId,
        string resourceGroup,
        CancellationToken cancel
    )
    {
        var group = $"/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}";
        var resources = await arm.ListAsync(group + "/resources", ApiVersions.Resources, cancel);
        var apps = resources
            .Where(resource => resource.Text("type").Equals("Microsoft.Web/sites", StringComparison.OrdinalIgnoreCase))
            .Select(resource => resource.Text("name"))
            .Where(name => name.StartsWith(AppPrefix, StringComparison.Ordinal))
            .ToList();
        if (apps is not [var app])
            throw new ArmException($"The group {resourceGroup} has {apps.Count} apps named {AppPrefix}… instead of one.");
        var deployment = await arm.FindAsync(
            group + "/providers/Microsoft.Resources/deployments/installation",
            ApiVersions.Resources,
            cancel
        );
        return new AzureInstallation(arm, group, app[AppPrefix.Length..], deployment);
    }
}
