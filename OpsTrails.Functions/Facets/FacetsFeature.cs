namespace OpsTrails.Functions.Facets;

internal static class FacetsFeature
{
    public static void AddFacets(this IServiceCollection services)
    {
        services.AddSingleton<EventTypes>();
        services.AddSingleton<TypeRemoval>();
        services.AddSingleton<SeenValues>();
        services.AddSingleton<SeenLookAlikes>();
    }
}
