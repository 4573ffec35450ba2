using OpsTrails.Core.Changes;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Changes;

/// <summary><c>GET /api/v1/changes-before</c>: the changes before a time or an event, ranked by named factors.</summary>
internal static class GetChangesBefore
{
    public static async Task HandleAsync(HttpContext context, ChangesBefore changes, TimeProvider clock)
    {
        var errors = new ValidationErrors();
        var query = ChangesQuery.Parse(QueryParameters.Of(context.Request), clock.GetUtcNow(), errors);
        if (query is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        var found = await changes.FindAsync(Caller.Of(context).Organization, query, context.RequestAborted);
        await (
            found switch
            {
                { Found: { } changesFound } => context.WriteDataAsync(
                    ChangesBeforeAnswer.Of(changesFound),
                    ChangesJson.Default.AnswerChangesBeforeAnswer
                ),
                { Named: { IsAmbiguous: true } named } => context.WriteErrorAsync(ApiError.Validation("event: " + named.Problem)),
                _ => context.WriteErrorAsync(ApiError.NotFound("event: " + found.Named!.Problem)),
            }
        );
    }
}
