namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>Role assignments, by role name.</summary>
internal static class RoleProbes
{
    private const string Provision = "Run azd provision. It needs the right to assign roles.";

    public static AzureProbe[] All { get; } =
    [
        new("the program has its roles and no others", Provision, ProgramAsync),
        new("the topic may write dead letters and nothing else", Provision, TopicAsync),
    ];

    private static async Task<IEnumerable<string?>> ProgramAsync(AzureInstallation installation, CancellationToken cancel) =>
        ArmJson.Differences(
            "The role",
            [
                "Storage Blob Data Owner on " + installation.Account,
                "Storage Table Data Contributor on " + installation.Account,
                "EventGrid Data Sender on " + installation.Topic,
                "Monitoring Metrics Publisher on " + installation.Insights,
            ],
            (await RolesAsync(installation, (await installation.IdentityAsync(cancel)).Text("properties.principalId"), cancel)).Where(
                role => !role.StartsWith("Key Vault Secrets User on ", StringComparison.Ordinal)
            )
        );

    private static async Task<IEnumerable<string?>> TopicAsync(AzureInstallation installation, CancellationToken cancel)
    {
        // The topic also has roles on destinations of subscriptions. Those in other resource groups aren't listed here.
        var destinations = (string[])["Storage Queue Data Message Sender", "Azure Service Bus Data Sender", "Azure Event Hubs Data Sender"];
        var topic = await installation.Arm.GetAsync(installation.Topic, ApiVersions.EventGrid, cancel);
        return ArmJson.Differences(
            "The role",
            [$"Storage Blob Data Contributor on {installation.Account}/blobServices/default/containers/dead-letters"],
            (await RolesAsync(installation, topic.Text("identity.principalId"), cancel)).Where(role =>
                !destinations.Any(name => role.StartsWith(name + " on ", StringComparison.Ordinal))
            )
        );
    }

    private static async Task<IReadOnlyList<string>> RolesAsync(AzureInstallation installation, string principal, CancellationToken cancel)
    {
        var assignments = await installation.Arm.ListAsync(
            installation.Group + "/providers/Microsoft.Authorization/roleAssignments",
            ApiVersions.Authorization,
            cancel,
            $"principalId eq '{principal}'"
        );
        var roles = new List<string>();
        foreach (var assignment in assignments.Where(assignment => assignment.Text("properties.principalId") == principal))
        {
            var definition = await installation.Arm.FindAsync(
                assignment.Text("properties.roleDefinitionId"),
                ApiVersions.Authorization,
                cancel
            );
            roles.Add($"{definition?.Text("properties.roleName") ?? "(deleted role)"} on {assignment.Text("properties.scope")}");
        }
        return roles;
    }
}
