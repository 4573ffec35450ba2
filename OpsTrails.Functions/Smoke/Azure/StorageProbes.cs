using OpsTrails.Storage;

namespace OpsTrails.Functions.Smoke.Azure;

internal static class StorageProbes
{
    private const string Provision = "Run azd provision.";

    public static AzureProbe[] All { get; } =
    [
        new("storage rejects keys and public access", Provision, AccountAsync),
        new("the tables exist", Provision + " OpsTrails creates a missing table at the first write.", TablesAsync),
        new("no container is public", Provision, ContainersAsync),
    ];

    private static async Task<IEnumerable<string?>> AccountAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var account = await installation.Arm.GetAsync(installation.Account, ApiVersions.Storage, cancel);
        return
        [
            account.Unless("properties.allowSharedKeyAccess", "false"),
            account.Unless("properties.allowBlobPublicAccess", "false"),
            account.Unless("properties.allowCrossTenantReplication", "false"),
            account.Unless("properties.minimumTlsVersion", "TLS1_2"),
            account.Unless("properties.supportsHttpsTrafficOnly", "true"),
        ];
    }

    // Other tables are fine: the Functions host has its own there.
    private static async Task<IEnumerable<string?>> TablesAsync(AzureInstallation installation, CancellationToken cancel) =>
        Tables
            .All.Except(
                (
                    await installation.Arm.ListAsync(installation.Account + "/tableServices/default/tables", ApiVersions.Storage, cancel)
                ).Select(table => table.Text("name").Split('/')[^1])
            )
            .Select(name => $"The table {name} is missing.");

    private static async Task<IEnumerable<string?>> ContainersAsync(AzureInstallation installation, CancellationToken cancel)
    {
        var containers = await installation.Arm.ListAsync(
            installation.Account + "/blobServices/default/containers",
            ApiVersions.Storage,
            cancel
        );
        return ((string[])["deployments", "dead-letters"])
            .Except(containers.Select(container => container.Text("name").Split('/')[^1]))
            .Select(name => (string?)$"The container {name} is missing.")
            .Concat(
                containers
                    .Where(container => container.Text("properties.publicAccess") is not ("None" or ""))
                    .Select(container => $"The container {container.Text("name").Split('/')[^1]} is public.")
            );
    }
}
