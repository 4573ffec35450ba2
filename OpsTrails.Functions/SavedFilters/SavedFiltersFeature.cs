namespace OpsTrails.Functions.SavedFilters;

internal static class SavedFiltersFeature
{
    public static void AddSavedFilters(this IServiceCollection services) => services.AddSingleton<SavedFilterStore>();
}
