using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Cells;

internal static class CellsFeature
{
    public static void AddCells(this IServiceCollection services)
    {
        services.AddSingleton<CellStore>();
        services.AddSingleton<CellRemovals>();
        services.AddSingleton<CellList>();
        services.AddSingleton<SubjectExists>(all => all.GetRequiredService<CellList>().HasSubjectAsync);
    }
}
