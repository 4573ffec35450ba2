using Azure.Identity;

namespace OpsTrails.Functions.Platform;

/// <summary>Who this process is to Azure.</summary>
internal static class Identity
{
    public static DefaultAzureCredential OfThisProcess() =>
        new(
            new DefaultAzureCredentialOptions
            {
                // A service has nobody to ask.
                ExcludeInteractiveBrowserCredential = true,
                ExcludeBrokerCredential = true,
                ManagedIdentityClientId = Environment.GetEnvironmentVariable("AZURE_CLIENT_ID"),
            }
        );
}
