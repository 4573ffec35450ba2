using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Incidents;

/// <summary><c>GET /api/v1/incidents</c>: pages of incidents.</summary>
internal static class ListIncidents
{
    public static async Task HandleAsync(HttpContext context, IncidentPages pages, SettingsStore settings, TimeProvider clock)
    {
        var errors = new ValidationErrors();
        var query = IncidentsQuery.Parse(QueryParameters.Of(context.Request), clock.GetUtcNow(), errors);
        if (query is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        var organization = Caller.Of(context).Organization;
        var own = await settings.GetAsync(organization, context.RequestAborted);
        var page = await pages.ReadAsync(organization, query, own, context.RequestAborted);
        await context.WriteAsync(IncidentListAnswer.Of(page), IncidentsJson.Default.IncidentListAnswer);
    }
}
