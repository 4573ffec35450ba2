using OpsTrails.Core.Keys;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Auth;

/// <summary><c>/api/v1/keys</c>: create, list and revoke API keys.</summary>
internal static class KeyEndpoints
{
    private const int MaxBytes = 16 * 1024;

    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        api.MapPost("/keys", IssueAsync).RequireAuthorization(Access.ManageKeys).Describe(KeyOperations.Issue);
        api.MapGet("/keys", ListAsync).RequireAuthorization(Access.ManageKeys).Describe(KeyOperations.List);
        api.MapDelete("/keys/{id}", RevokeAsync).RequireAuthorization(Access.ManageKeys).Describe(KeyOperations.Revoke);
    }

    private static async Task IssueAsync(HttpContext context, KeyStore keys, TimeProvider clock)
    {
        var (request, error) = await JsonBody.ReadAsync(
            context.Request,
            MaxBytes,
            (json, errors) => KeyRequest.Parse(json, clock.GetUtcNow(), errors)
        );
        if (request is null)
        {
            await context.WriteErrorAsync(error!);
            return;
        }

        var caller = Caller.Of(context);
        var (issued, secret) = await keys.IssueAsync(
            caller.Organization,
            request.Name,
            request.Scope,
            request.ExpiresAt,
            caller.Name,
            context.RequestAborted
        );
        await context.WriteDataAsync(
            IssuedKeyAnswer.Of(issued, secret),
            AuthJson.Default.AnswerIssuedKeyAnswer,
            StatusCodes.Status201Created
        );
    }

    private static async Task ListAsync(HttpContext context, KeyStore keys) =>
        await context.WriteListAsync(
            (await keys.ListAsync(Caller.Of(context).Organization, context.RequestAborted)).Select(KeyAnswer.Of),
            AuthJson.Default.ListAnswerKeyAnswer
        );

    private static async Task RevokeAsync(HttpContext context, string id, KeyStore keys)
    {
        var caller = Caller.Of(context);
        await (
            await keys.RevokeAsync(caller.Organization, id, caller.Name, context.RequestAborted) is { } revoked
                ? context.WriteDataAsync(KeyAnswer.Of(revoked), AuthJson.Default.AnswerKeyAnswer)
                : context.WriteErrorAsync(ApiError.NotFound("No key has this id."))
        );
    }
}
