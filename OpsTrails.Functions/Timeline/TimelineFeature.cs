using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Timeline;

internal static class TimelineFeature
{
    /// <summary>A summary can read 100,000 events, a page 100.</summary>
    private const int SummaryCost = 10;

    public static void AddTimeline(this IServiceCollection services)
    {
        services.AddSingleton<EventPages>();
        services.AddSingleton<Summaries>();
    }

    public static void MapTimeline(this IEndpointRouteBuilder api)
    {
        api.MapGet("/events", ListEvents.HandleAsync).RequireAuthorization(Access.Read).Describe(TimelineOperations.List);
        api.MapGet("/summary", GetSummary.HandleAsync)
            .RequireAuthorization(Access.Read)
            .HasLargeAnswers()
            .Costs(SummaryCost)
            .Describe(TimelineOperations.Summary);
    }
}
