using Microsoft.AspNetCore.Authentication;

namespace OpsTrails.Functions.Keys;

internal static class KeyServices
{
    public static void AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeyUse>();
        services.AddSingleton<Rates>();

        // Not AddAuthentication: that brings data protection as it is by default, with keys in the home folder.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = ApiKeyAuthentication.Scheme);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Scheme, null);
        services.AddAuthorization(Access.AddPolicies);
    }
}
