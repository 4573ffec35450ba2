using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Days.Rows;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Days;

internal static class DaysFeature
{
    /// <summary>Days that were never asked for are counted from up to 100,000 events.</summary>
    private const int Cost = 10;

    public static void AddDays(this IServiceCollection services)
    {
        services.AddSingleton<DayMarks>();
        services.AddSingleton<DayRows>();
        services.AddSingleton<DayCounter>();
        services.AddSingleton<DayReader>();
        services.AddSingleton<DayRefresh>();
        services.AddSingleton<DayCalendar>();
    }

    public static void MapDays(this IEndpointRouteBuilder api) =>
        api.MapGet("/days", GetDays.HandleAsync)
            .RequireAuthorization(Access.Read)
            .HasLargeAnswers()
            .Costs(Cost)
            .Describe(DaysOperations.Days);
}
