using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Incidents;

internal static class IncidentsFeature
{
    public static void AddIncidents(this IServiceCollection services)
    {
        services.AddSingleton<FollowUpReader>();
        services.AddSingleton<IncidentPages>();
        services.AddSingleton<IncidentLookup>();
        services.AddSingleton<IncidentDetails>();
    }

    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents", ListIncidents.HandleAsync)
            .RequireAuthorization(Access.Read)
            .HasLargeAnswers()
            .Describe(IncidentsOperations.List);
        api.MapGet("/incidents/{number}", GetIncident.HandleAsync).RequireAuthorization(Access.Read).Describe(IncidentsOperations.Get);
    }
}
