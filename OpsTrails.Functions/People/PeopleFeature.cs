namespace OpsTrails.Functions.People;

internal static class PeopleFeature
{
    public static void AddPeople(this IServiceCollection services)
    {
        services.AddSingleton<FirstOwner>();
        services.AddSingleton<TeamStore>();
        services.AddSingleton<InvitationStore>();
        services.AddSingleton<Memberships>();
        services.AddSingleton<Joining>();
        services.AddSingleton<SignInLinks>();
        services.AddProvider();
    }

    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        api.MapTeam();
        api.MapInvitations();
        api.MapSessions();
        api.MapProviderSignIn();
    }
}
