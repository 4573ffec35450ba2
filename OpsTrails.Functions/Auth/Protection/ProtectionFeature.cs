using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace OpsTrails.Functions.Auth.Protection;

internal static class ProtectionFeature
{
    /// <summary>Data protection with its keys in the store, so that nothing depends on the home folder.</summary>
    public static void AddCookieProtection(this IServiceCollection services)
    {
        services.AddSingleton<ProtectionSecret>();
        services.AddSingleton<StoredProtectionKeys>();
        services.AddDataProtection().SetApplicationName("OpsTrails");

        // The hosted service creates keys at every start. Only browsers need them, so a pipeline that wakes an instance shouldn't wait for
        // them.
        foreach (
            var warmUp in services
                .Where(service =>
                    service.ServiceType == typeof(IHostedService)
                    && service.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly
                )
                .ToList()
        )
            services.Remove(warmUp);
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<StoredProtectionKeys, ProtectionSecret>(
                (management, keys, secret) =>
                {
                    management.XmlRepository = keys;
                    management.XmlEncryptor = secret.IsSet ? new XmlWrapper(secret) : null;
                }
            );
    }
}
