using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Live;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Grid;

internal static class GridFeature
{
    public static void AddGrid(this IServiceCollection services)
    {
        services.AddSingleton<CellHistory>();
        services.AddSingleton<DayCounts>();
        services.AddSingleton<GridReader>();
        services.AddSingleton<EnvironmentDiffs>();
        services.AddSingleton<SkippedStages>();
        services.AddSingleton<CellAnswers>();
        services.AddSingleton<CellWriter>(provider => provider.GetRequiredService<CellAnswers>().WriteAsync);
    }

    public static void MapGrid(this IEndpointRouteBuilder api)
    {
        api.MapGet("/grid", GetGrid.HandleAsync).RequireAuthorization(Access.Read).HasLargeAnswers().Describe(GridOperations.Grid);
        api.MapGet("/diff", GetDiff.HandleAsync).RequireAuthorization(Access.Read).HasLargeAnswers().Describe(GridOperations.Diff);
    }
}
