namespace OpsTrails.Functions.Cells;

internal static class CellsFeature
{
    public static void AddCells(this IServiceCollection services)
    {
        services.AddSingleton<CellStore>();
        services.AddSingleton<CellRemovals>();
        services.AddSingleton<CellList>();
    }
}
