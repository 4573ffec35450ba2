using OpsTrails.Core.SavedFilters;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.SavedFilters;

/// <summary><c>/api/v1/filters</c>: the saved filters of an organization.</summary>
internal static class SavedFilterEndpoints
{
    // JSON may escape one byte of text with six.
    private const int MaxBytes = 32 * 1024;

    public static void MapSavedFilters(this IEndpointRouteBuilder api)
    {
        api.MapGet("/filters", ListAsync).RequireAuthorization(Access.Read).Describe(SavedFilterOperations.List);
        api.MapPost("/filters", SaveAsync).RequireAuthorization(Access.Write).Describe(SavedFilterOperations.Save);
        api.MapDelete("/filters/{id}", DeleteAsync).RequireAuthorization(Access.Write).Describe(SavedFilterOperations.Delete);
    }

    private static async Task ListAsync(HttpContext context, SavedFilterStore filters) =>
        await context.WriteListAsync(
            (await filters.ReadAsync(Caller.Of(context).Organization, context.RequestAborted)).All.Select(SavedFilterAnswer.Of),
            SavedFiltersJson.Default.ListAnswerSavedFilterAnswer
        );

    private static async Task SaveAsync(HttpContext context, SavedFilterStore filters, TimeProvider clock)
    {
        var (request, error) = await JsonBody.ReadAsync(
            context.Request,
            MaxBytes,
            (json, errors) => SavedFilterRequest.Parse(json, clock.GetUtcNow(), errors)
        );
        if (request is null)
        {
            await context.WriteErrorAsync(error!);
            return;
        }

        var caller = Caller.Of(context);
        var (saved, refusal) = await filters.AddAsync(caller.Organization, request, caller.Name, context.RequestAborted);
        await (
            saved is null
                ? context.WriteErrorAsync(ApiError.Conflict(refusal!))
                : context.WriteDataAsync(
                    SavedFilterAnswer.Of(saved),
                    SavedFiltersJson.Default.AnswerSavedFilterAnswer,
                    StatusCodes.Status201Created
                )
        );
    }

    private static async Task DeleteAsync(HttpContext context, string id, SavedFilterStore filters)
    {
        var caller = Caller.Of(context);
        await (
            await filters.RemoveAsync(caller.Organization, id, caller.Name, context.RequestAborted) is { } removed
                ? context.WriteDataAsync(SavedFilterAnswer.Of(removed), SavedFiltersJson.Default.AnswerSavedFilterAnswer)
                : context.WriteErrorAsync(ApiError.NotFound("No saved filter has this id."))
        );
    }
}
