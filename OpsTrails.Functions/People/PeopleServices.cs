using Microsoft.AspNetCore.Authentication;

namespace OpsTrails.Functions.People;

internal static class PeopleServices
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<SessionEvents>();
        new AuthenticationBuilder(services).AddCookie(SessionCookie.Scheme, SessionCookie.Configure);
    }
}
