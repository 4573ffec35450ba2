using System.Text.Json;
using System.Text.Unicode;
using OpsTrails.Core.Events;
using OpsTrails.Core.Keys;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Keys;

/// <summary><c>/api/v1/keys</c>: make, list and revoke API keys.</summary>
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
        var (request, error) = await ReadAsync(context.Request, clock.GetUtcNow());
        if (request is null)
        {
            await context.WriteErrorAsync(error!);
            return;
        }

        var caller = Caller.Of(context);
        var (issued, secret) = await keys.IssueAsync(caller.Organization, request.Name, request.Scope, request.ExpiresAt, caller.Name, context.RequestAborted);
        await KeyAnswers.WriteAsync(context, StatusCodes.Status201Created, issued, secret);
    }

    private static async Task ListAsync(HttpContext context, KeyStore keys) =>
        await KeyAnswers.WriteListAsync(context, await keys.ListAsync(Caller.Of(context).Organization, context.RequestAborted));

    private static async Task RevokeAsync(HttpContext context, string id, KeyStore keys) =>
        await (await keys.RevokeAsync(Caller.Of(context).Organization, id, context.RequestAborted) is { } revoked
            ? KeyAnswers.WriteAsync(context, StatusCodes.Status200OK, revoked)
            : context.WriteErrorAsync(ApiError.NotFound("There is no key with this id.")));

    private static async Task<(KeyRequest? Request, ApiError? Error)> ReadAsync(HttpRequest request, DateTimeOffset now)
    {
        if (!request.HasJsonContentType())
            return (null, ApiError.UnsupportedMediaType("Send application/json.", "application/json"));
        if (await RequestBody.ReadAsync(request, MaxBytes) is not { } body)
            return (null, ApiError.TooLarge($"The request has more than {MaxBytes} bytes."));
        if (!Utf8.IsValid(body))
            return (null, ApiError.Validation("body: is not valid UTF-8"));
        try
        {
            using var document = JsonDocument.Parse(body);
            var faults = new Faults();
            var parsed = KeyRequest.Parse(document.RootElement, now, faults);
            return (parsed, parsed is null ? ApiError.Validation(faults.ToString()) : null);
        }
        catch (JsonException)
        {
            return (null, ApiError.Validation("body: is not valid JSON"));
        }
    }
}
