using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Grid;

/// <summary><c>GET /api/v1/grid</c>: which version runs where, now or at a moment in the past.</summary>
internal static class GetGrid
{
    public static async Task HandleAsync(HttpContext context, GridReader grid, SettingsStore settings, TimeProvider clock)
    {
        var errors = new ValidationErrors();
        if (GridQuery.Parse(QueryParameters.Of(context.Request), clock.GetUtcNow(), errors) is not { } query)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }

        var organization = Caller.Of(context).Organization;
        var own = await settings.GetAsync(organization, context.RequestAborted);
        var read = await grid.ReadAsync(organization, query.At, own, context.RequestAborted);
        await context.WriteDataAsync(GridAnswer.Of(read), GridJson.Default.AnswerGridAnswer);
    }
}
