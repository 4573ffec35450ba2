using Azure.Identity;

namespace OpsTrails.Functions.Platform;

/// <summary>The process's identity in Azure.</summary>
internal static class Identity
{
    public static DefaultAzureCredential OfThisProcess() =>
        new(
            new DefaultAzureCredentialOptions
            {
                // A service can't prompt a user.
                ExcludeInteractiveBrowserCredential = true,
                ExcludeBrokerCredential = true,
                ManagedIdentityClientId = Environment.GetEnvironmentVariable("AZURE_CLIENT_ID"),
            }
        );
}
