using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Facets;

/// <summary>
/// <c>/api/v1/types</c>, <c>/sources</c> and <c>/subjects</c>: the distinct values, and when each was first and last seen.
/// </summary>
internal static class FacetEndpoints
{
    private delegate Task<IReadOnlyList<SeenValue>> Reader(OrganizationId organization, CancellationToken cancel);

    public static void MapFacets(this IEndpointRouteBuilder api)
    {
        api.MapGet("/types", WriteTypesAsync).RequireAuthorization(Access.Read).Describe(FacetOperations.Types);
        api.MapGet("/sources", (HttpContext context, SeenValues seen) => WriteAsync(context, seen.SourcesAsync))
            .RequireAuthorization(Access.Read)
            .Describe(FacetOperations.Sources);
        api.MapGet("/subjects", (HttpContext context, SeenValues seen) => WriteAsync(context, seen.SubjectsAsync))
            .RequireAuthorization(Access.Read)
            .Describe(FacetOperations.Subjects);
        api.MapGet("/look-alikes", WriteLookAlikesAsync).RequireAuthorization(Access.Read).Describe(FacetOperations.LookAlikes);
    }

    private static async Task WriteTypesAsync(HttpContext context, SeenValues seen, SettingsStore settings)
    {
        var errors = new ValidationErrors();
        var given = Parameters.Read(QueryParameters.Of(context.Request), [IncludeParameter.Name], errors);
        var include = IncludeParameter.Read(given, Included.Meaning, errors);
        if (errors.Any)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }

        var organization = Caller.Of(context).Organization;
        var values = await seen.TypesAsync(organization, context.RequestAborted);
        var types = include.HasFlag(Included.Meaning) ? (await settings.GetAsync(organization, context.RequestAborted)).Types : null;
        await context.WriteListAsync(
            values.Select(value => new SeenValueAnswer(value.Value, FormatDay(value.First), FormatDay(value.Last))
            {
                Meaning = types is null ? null : TypeMeaningAnswer.Of(value.Value, types),
            }),
            FacetsJson.Default.ListAnswerSeenValueAnswer
        );
    }

    private static async Task WriteAsync(HttpContext context, Reader read)
    {
        var errors = new ValidationErrors();
        var given = Parameters.Read(QueryParameters.Of(context.Request), [ArchivedParameter.Name], errors);
        var includesArchived = ArchivedParameter.Read(given, errors);
        if (errors.Any)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }

        var values = await read(Caller.Of(context).Organization, context.RequestAborted);
        await context.WriteListAsync(
            values
                .Where(seen => includesArchived || seen.ArchivedAt is null)
                .Select(seen => new SeenValueAnswer(seen.Value, seen.First.ToString(), seen.Last.ToString())
                {
                    Aliases = seen.Aliases.Count == 0 ? null : seen.Aliases,
                    ArchivedAt = seen.ArchivedAt?.ToString(),
                }),
            FacetsJson.Default.ListAnswerSeenValueAnswer
        );
    }

    private static async Task WriteLookAlikesAsync(HttpContext context, SeenLookAlikes alike)
    {
        var errors = new ValidationErrors();
        Parameters.Read(QueryParameters.Of(context.Request), [], errors);
        await (
            errors.Any
                ? context.WriteErrorAsync(ApiError.Validation(errors.ToString()))
                : context.WriteListAsync(
                    await alike.FindAsync(Caller.Of(context).Organization, context.RequestAborted),
                    FacetsJson.Default.ListAnswerLookAlikeAnswer
                )
        );
    }

    private static string FormatDay(Timestamp day) => day.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

internal sealed record SeenValueAnswer(string Value, string FirstSeen, string LastSeen)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Of a type, with `include=meaning`: what its words mean when the data adds nothing.")]
    public TypeMeaningAnswer? Meaning { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Of a system or environment: the other names under which events were sent; absent when there are none.")]
    public IReadOnlyList<string>? Aliases { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("When a system or environment was archived; absent when it isn't.")]
    public string? ArchivedAt { get; init; }
}

internal sealed record TypeMeaningAnswer(
    string Kind,
    string? Phase,
    string Outcome,
    [property: Description("Whether an event with a version changes what runs.")] bool Moves,
    [property: Description("Whether the settings say it, instead of the words of the type.")] bool Mapped
)
{
    public static TypeMeaningAnswer Of(string type, TypeMeanings types)
    {
        var meaning = EventMeaning.Of(type, EventHints.None, types);
        return new TypeMeaningAnswer(
            EventKindNames.Of(meaning.Kind),
            meaning.Phase is { } phase ? EventPhaseNames.Of(phase) : null,
            EventOutcomeNames.Of(meaning.Outcome),
            meaning.Moves("1.0"),
            types.TryGet(type, out _, out _, out _)
        );
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListAnswer<SeenValueAnswer>))]
[JsonSerializable(typeof(ListAnswer<LookAlikeAnswer>))]
internal sealed partial class FacetsJson : JsonSerializerContext;
