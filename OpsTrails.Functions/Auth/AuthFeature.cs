using Microsoft.AspNetCore.Authentication;
using OpsTrails.Functions.Auth.Protection;
using OpsTrails.Functions.People.Rows;

namespace OpsTrails.Functions.Auth;

internal static class AuthFeature
{
    public static void AddAuth(this IServiceCollection services)
    {
        services.AddSingleton<KeyStore>();
        services.AddSingleton<KeyUse>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUse>());
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<SessionEvents>();
        services.AddCookieProtection();

        // AddAuthentication would also register data protection with its default: keys in the home folder.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = ApiKeyAuthentication.Scheme);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Scheme, null);
        new AuthenticationBuilder(services).AddCookie(SessionCookie.Scheme, SessionCookie.Configure);
        services.AddAuthorization(Access.AddPolicies);
    }

    public static void MapAuth(this IEndpointRouteBuilder api) => api.MapKeys();
}
