using System.Globalization;
using System.Text.Json.Serialization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Facets;

/// <summary>
/// <c>/api/v1/types</c>, <c>/sources</c> and <c>/subjects</c>: the distinct values, and when each was first and last seen.
/// </summary>
internal static class FacetEndpoints
{
    private delegate Task<IReadOnlyList<SeenValue>> Reader(OrganizationId organization, CancellationToken cancel);

    public static void MapFacets(this IEndpointRouteBuilder api)
    {
        api.MapGet("/types", (HttpContext context, SeenValues seen) => WriteAsync(context, seen.TypesAsync, FormatDay))
            .RequireAuthorization(Access.Read)
            .Describe(FacetOperations.Types);
        api.MapGet("/sources", (HttpContext context, SeenValues seen) => WriteAsync(context, seen.SourcesAsync, Instant.Format))
            .RequireAuthorization(Access.Read)
            .Describe(FacetOperations.Sources);
        api.MapGet("/subjects", (HttpContext context, SeenValues seen) => WriteAsync(context, seen.SubjectsAsync, Instant.Format))
            .RequireAuthorization(Access.Read)
            .Describe(FacetOperations.Subjects);
    }

    private static async Task WriteAsync(HttpContext context, Reader read, Func<long, string> format)
    {
        var errors = new ValidationErrors();
        Parameters.Read(QueryParameters.Of(context.Request), [], errors);
        if (errors.Any)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }

        var values = await read(Caller.Of(context).Organization, context.RequestAborted);
        await context.WriteListAsync(
            values.Select(seen => new SeenValueAnswer(seen.Value, format(seen.First), format(seen.Last))),
            FacetsJson.Default.ListAnswerSeenValueAnswer
        );
    }

    private static string FormatDay(long day) =>
        new DateTime(day * TimeSpan.TicksPerDay, DateTimeKind.Utc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal sealed record SeenValueAnswer(string Value, string FirstSeen, string LastSeen);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListAnswer<SeenValueAnswer>))]
internal sealed partial class FacetsJson : JsonSerializerContext;
