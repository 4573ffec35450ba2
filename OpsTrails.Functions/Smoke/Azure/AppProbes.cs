using System.Text.Json;

namespace OpsTrails.Functions.Smoke.Azure;

internal static class AppProbes
{
    private const string Provision = "Run azd provision.";

    public static AzureProbe[] All { get; } =
    [
        new("the app runs on Flex Consumption", "Start the app with az functionapp start, or check its plan.", RunsAsync),
        new("the runtime is dotnet-isolated 10.0", Provision, RuntimeAsync),
        new("instances match the options", Provision, InstancesAsync),
        new(
            "updates replace instances as configured",
            Provision + " A region without the preview ignores OPSTRAILS_ROLLING_UPDATES.",
            UpdatesAsync
        ),
        new("the identity reads the package", Provision, PackageAsync),
        new("only https with TLS 1.2 is allowed", Provision, EncryptionAsync),
        new("publishing with a password is off", Provision, PasswordsAsync),
        new(
            "certificates belong to the app",
            "A custom domain needs a new app: create a new environment. Without a custom domain, ignore this.",
            CertificatesAsync
        ),
        new("the functions are registered and enabled", "Run azd deploy; then see 'Timers stopped' in docs/operations.md.", FunctionsAsync),
        new("the custom domain has its certificate", "Check its DNS records, then run azd provision.", DomainAsync),
    ];

    private static async Task<IEnumerable<string?>> RunsAsync(AzureInstallation installation, CancellationToken cancel) =>
        [
            (await installation.SiteAsync(cancel)).Unless("properties.state", "Running"),
            (await installation.Arm.GetAsync(installation.Plan, ApiVersions.Web, cancel)).Unless("sku.name", "FC1"),
        ];

    private static async Task<IEnumerable<string?>> RuntimeAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var site = await installation.SiteAsync(cancel);
        return
        [
            site.Unless("properties.functionAppConfig.runtime.name", "dotnet-isolated"),
            site.Unless("properties.functionAppConfig.runtime.version", "10.0"),
        ];
    }

    private static async Task<IEnumerable<string?>> InstancesAsync(AzureInstallation installation, CancellationToken cancel)
    {
        const string Scale = "properties.functionAppConfig.scaleAndConcurrency.";
        var site = await installation.SiteAsync(cancel);
        var http = site.At(Scale + "alwaysReady") is { ValueKind: JsonValueKind.Array } ready
            ? ready.EnumerateArray().Where(one => one.Text("name") == "http").Select(one => one.Text("instanceCount")).FirstOrDefault()
            : null;
        return
        [
            Known(installation, "instanceMemory") is { } memory ? site.Unless(Scale + "instanceMemoryMB", memory) : null,
            Known(installation, "maximumInstances") is { } maximum ? site.Unless(Scale + "maximumInstanceCount", maximum) : null,
            Known(installation, "alwaysReadyInstances") is { } always && always != (http ?? "0")
                ? $"HTTP has {http ?? "0"} always-ready instances instead of {always}."
                : null,
            site.Unless(Scale + "triggers.http.perInstanceConcurrency", "100"),
        ];
    }

    private static async Task<IEnumerable<string?>> UpdatesAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var found = (await installation.SiteAsync(cancel)).Text("properties.functionAppConfig.siteUpdateStrategy.type");
        var (isRolling, expected) = (found == "RollingUpdate", installation.IsOn("rollingUpdates"));
        return
        [
            isRolling == expected
                ? null
                : $"The strategy is {(isRolling ? "RollingUpdate" : "Recreate")} instead of {(expected ? "RollingUpdate" : "Recreate")}.",
        ];
    }

    private static async Task<IEnumerable<string?>> PackageAsync(AzureInstallation installation, CancellationToken cancel)
    {
        const string Storage = "properties.functionAppConfig.deployment.storage.";
        var site = await installation.SiteAsync(cancel);
        var account = await installation.Arm.GetAsync(installation.Account, ApiVersions.Storage, cancel);
        return
        [
            site.Unless(Storage + "value", account.Text("properties.primaryEndpoints.blob") + "deployments"),
            site.Unless(Storage + "authentication.type", "UserAssignedIdentity"),
            site.Unless(Storage + "authentication.userAssignedIdentityResourceId", installation.Identity),
        ];
    }

    private static async Task<IEnumerable<string?>> EncryptionAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var site = await installation.SiteAsync(cancel);
        var web = await installation.Arm.GetAsync(installation.App + "/config/web", ApiVersions.Web, cancel);
        return
        [
            site.Unless("properties.httpsOnly", "true"),
            web.Unless("properties.minTlsVersion", "1.2"),
            web.Unless("properties.scmMinTlsVersion", "1.2"),
            web.Unless("properties.ftpsState", "Disabled"),
            web.Unless("properties.http20Enabled", "true"),
        ];
    }

    private static async Task<IEnumerable<string?>> PasswordsAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var problems = new List<string?>();
        foreach (var site in (string[])["scm", "ftp"])
        {
            var path = $"{installation.App}/basicPublishingCredentialsPolicies/{site}";
            var policy = await installation.Arm.GetAsync(path, ApiVersions.Web, cancel);
            problems.Add(policy.Unless("properties.allow", "false") is { } wrong ? $"{site}: {wrong}" : null);
        }
        return problems;
    }

    private static async Task<IEnumerable<string?>> CertificatesAsync(AzureInstallation installation, CancellationToken cancel) =>
        [(await installation.SiteAsync(cancel)).Unless("properties.siteScopedCertificatesEnabled", "true")];

    private static async Task<IEnumerable<string?>> FunctionsAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var functions = await installation.Arm.ListAsync(installation.App + "/functions", ApiVersions.Web, cancel);
        var names = functions.Select(function => function.Text("name").Split('/')[^1]).ToList();
        var timers = (string[])["sweep", "retention"];
        return timers
            .Except(names)
            .Select(name => (string?)$"The function {name} is missing.")
            .Append(names.Except(timers).Any() ? null : "The function for HTTP is missing.")
            .Concat(
                functions
                    .Where(function => function.Text("properties.isDisabled") == "true")
                    .Select(function => $"The function {function.Text("name").Split('/')[^1]} is disabled.")
            );
    }

    private static async Task<IEnumerable<string?>> DomainAsync(AzureInstallation installation, CancellationToken cancel)
    {
        if (installation.OptionText("customDomain") is not { Length: > 0 } name)
            return [];
        var binding = await installation.Arm.FindAsync($"{installation.App}/hostNameBindings/{name}", ApiVersions.Web, cancel);
        return [binding is { } found ? found.Unless("properties.sslState", "SniEnabled") : $"{name} is not bound."];
    }

    private static string? Known(AzureInstallation installation, string option) =>
        installation.OptionText(option) is { Length: > 0 } value ? value : null;
}
