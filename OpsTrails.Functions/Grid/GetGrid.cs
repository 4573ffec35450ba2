using OpsTrails.Core.Grid;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Grid;

/// <summary><c>GET /api/v1/grid</c>: which version runs where, now or at a moment in the past.</summary>
internal static class GetGrid
{
    public static async Task HandleAsync(
        HttpContext context,
        GridReader grid,
        IncidentsAtMoment open,
        SettingsStore settings,
        TimeProvider clock
    )
    {
        var errors = new ValidationErrors();
        var now = clock.GetUtcNow();
        if (GridQuery.Parse(QueryParameters.Of(context.Request), now, errors) is not { } query)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }

        var organization = Caller.Of(context).Organization;
        var own = await settings.GetAsync(organization, context.RequestAborted);
        var reading = grid.ReadAsync(organization, query, own, context.RequestAborted);
        var opening = open.ReadAsync(organization, query.At, query.At < Timestamp.From(now), own, context.RequestAborted);
        await Task.WhenAll(reading, opening);
        await context.WriteDataAsync(GridAnswer.Of(await reading, await opening, own.Names), GridJson.Default.AnswerGridAnswer);
    }
}
