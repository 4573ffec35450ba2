namespace OpsTrails.Functions.Organizations;

internal static class OrganizationServices
{
    public static void AddOrganizations(this IServiceCollection services)
    {
        services.AddSingleton<RevisedRows>();
        services.AddSingleton<SettingsStore>();
        services.AddSingleton<ContextStore>();
        services.AddSingleton<Installation>();
    }

    public static void MapOrganization(this IEndpointRouteBuilder api)
    {
        api.MapSettings();
        api.MapContext();
    }
}
