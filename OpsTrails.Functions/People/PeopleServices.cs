using Microsoft.AspNetCore.Authentication;

namespace OpsTrails.Functions.People;

internal static class PeopleServices
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<FirstOwner>();
        services.AddSingleton<TeamStore>();
        services.AddSingleton<InvitationStore>();
        services.AddSingleton<Memberships>();
        services.AddSingleton<Joining>();
        services.AddSingleton<SignInLinks>();
        services.AddSingleton<SessionEvents>();
        new AuthenticationBuilder(services).AddCookie(SessionCookie.Scheme, SessionCookie.Configure);
        services.AddProvider();
    }
}
