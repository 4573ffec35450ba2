namespace OpsTrails.Functions.Organizations;

internal static class OrganizationsFeature
{
    public static void AddOrganizations(this IServiceCollection services)
    {
        services.AddSingleton<RevisedRows>();
        services.AddSingleton<SettingsStore>();
        services.AddSingleton<ContextStore>();
        services.AddSingleton<NewOrganizations>();
    }

    public static void MapOrganizations(this IEndpointRouteBuilder api)
    {
        api.MapSettings();
        api.MapContext();
    }
}
