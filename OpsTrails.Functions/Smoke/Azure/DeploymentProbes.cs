namespace OpsTrails.Functions.Smoke.Azure;

internal static class DeploymentProbes
{
    public static AzureProbe[] All { get; } =
    [
        new(
            "the last deployment of the template succeeded",
            "Run azd provision again. A new role can take minutes to become effective.",
            (installation, _) =>
                Task.FromResult<IEnumerable<string?>>([
                    installation.Deployment is { } deployment
                        ? deployment.Unless("properties.provisioningState", "Succeeded")
                        : "The group has no deployment named installation, so its options are unknown.",
                ])
        ),
    ];
}
