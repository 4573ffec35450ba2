using OpsTrails.Functions.Auth;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Timeline;

internal static class TimelineFeature
{
    public static void AddTimeline(this IServiceCollection services)
    {
        services.AddSingleton<EventPages>();
        services.AddSingleton<Summaries>();
    }

    public static void MapTimeline(this IEndpointRouteBuilder api)
    {
        api.MapGet("/events", ListEvents.HandleAsync).RequireAuthorization(Access.Read).Describe(TimelineOperations.List);
        api.MapGet("/summary", GetSummary.HandleAsync).RequireAuthorization(Access.Read).Describe(TimelineOperations.Summary);
    }
}
