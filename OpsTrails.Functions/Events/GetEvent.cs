using Microsoft.AspNetCore.Http.Features;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Events;

/// <summary><c>GET /api/v1/events/{id}</c>: one event, by its id or its ref.</summary>
internal static class GetEvent
{
    public static async Task HandleAsync(HttpContext context, string? source, EventLookup lookup, SettingsStore settings)
    {
        var errors = new ValidationErrors();
        var include = IncludeParameter.Read(
            Parameters.Read(
                QueryParameters.Of(context.Request).Where(parameter => parameter.Name == IncludeParameter.Name),
                [IncludeParameter.Name],
                errors
            ),
            Included.Meaning,
            errors
        );
        if (errors.Any)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        var id = IdOf(context);
        var organization = Caller.Of(context).Organization;
        var named = await lookup.FindAsync(organization, id, source, context.RequestAborted);
        await (
            named switch
            {
                { Event: { } found } => EventAnswers.WriteAsync(
                    context,
                    StatusCodes.Status200OK,
                    include.HasFlag(Included.Meaning)
                        ? found.WithMeaning((await settings.GetAsync(organization, context.RequestAborted)).Types)
                        : found
                ),
                { IsAmbiguous: true } => context.WriteErrorAsync(
                    ApiError.Validation($"{(named.IsRef ? "id" : "source")}: {named.Problem}")
                ),
                _ => context.WriteErrorAsync(ApiError.NotFound(named.Problem)),
            }
        );
    }

    /// <summary>
    /// The last segment of the path as sent, unescaped once. Routing doesn't unescape a slash, and an id may contain one.
    /// </summary>
    internal static string IdOf(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target
            .AsSpan(0, target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : target.Length)
            .TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
