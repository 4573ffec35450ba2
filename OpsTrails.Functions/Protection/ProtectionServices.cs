using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace OpsTrails.Functions.Protection;

internal static class ProtectionServices
{
    /// <summary>Data protection with its keys in the store, and nothing in the home folder.</summary>
    public static void AddCookieProtection(this IServiceCollection services)
    {
        services.AddSingleton<ProtectionSecret>();
        services.AddSingleton<StoredProtectionKeys>();
        services.AddDataProtection().SetApplicationName("OpsTrails");
        services.AddOptions<KeyManagementOptions>().Configure<StoredProtectionKeys, ProtectionSecret>((management, keys, secret) =>
        {
            management.XmlRepository = keys;
            management.XmlEncryptor = secret.IsSet ? new XmlWrapper(secret) : null;
        });
    }
}
