using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Grid;

namespace OpsTrails.Functions.Timeline;

internal static class TimelineServices
{
    public static void AddTimeline(this IServiceCollection services)
    {
        services.AddSingleton<CellList>();
        services.AddSingleton<EventPages>();
        services.AddSingleton<Summaries>();
        services.AddSingleton<SeenValues>();
    }
}
