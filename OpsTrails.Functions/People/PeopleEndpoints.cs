using OpsTrails.Core.People;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.People;

/// <summary><c>/api/v1/people</c>: list the people of the team, change their roles and remove them.</summary>
internal static class PeopleEndpoints
{
    private const int MaxBytes = 4 * 1024;

    public static void MapTeam(this IEndpointRouteBuilder api)
    {
        api.MapGet("/people", ListAsync).RequireAuthorization(Access.Team).Describe(PeopleOperations.List);
        api.MapPut("/people/{id}/role", ChangeRoleAsync).RequireAuthorization(Access.Administer).Describe(PeopleOperations.ChangeRole);
        api.MapDelete("/people/{id}", RemoveAsync).RequireAuthorization(Access.Team).Describe(PeopleOperations.Remove);
    }

    public static ApiError ErrorOf(TeamRefusal refusal) =>
        refusal.Kind switch
        {
            RefusalKind.NotFound => ApiError.NotFound(refusal.Sentence),
            RefusalKind.Conflict => ApiError.Conflict(refusal.Sentence),
            _ => ApiError.Forbidden(refusal.Sentence),
        };

    private static async Task ListAsync(HttpContext context, TeamStore team) =>
        await context.WriteListAsync(
            (await team.ListAsync(Caller.Of(context).Organization, context.RequestAborted)).Select(TeamPersonAnswer.Of),
            PeopleJson.Default.ListAnswerTeamPersonAnswer
        );

    private static async Task ChangeRoleAsync(HttpContext context, string id, TeamStore team)
    {
        var (request, error) = await JsonBody.ReadAsync(context.Request, MaxBytes, RoleRequest.Parse);
        if (request is null)
            await context.WriteErrorAsync(error!);
        else
            await WriteAsync(context, await team.ChangeRoleAsync(Caller.Of(context), id, request.Role, context.RequestAborted));
    }

    private static async Task RemoveAsync(HttpContext context, string id, TeamStore team) =>
        await WriteAsync(context, await team.RemoveAsync(Caller.Of(context), id, context.RequestAborted));

    private static Task WriteAsync(HttpContext context, (Person? Person, TeamRefusal? Refusal) outcome) =>
        outcome.Person is { } person
            ? context.WriteDataAsync(TeamPersonAnswer.Of(person), PeopleJson.Default.AnswerTeamPersonAnswer)
            : context.WriteErrorAsync(ErrorOf(outcome.Refusal!));
}
