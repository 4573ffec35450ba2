using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Organizations;

/// <summary>Whether an event names this environment.</summary>
internal delegate ValueTask<bool> SubjectExists(OrganizationId organization, string subject, CancellationToken cancel);

/// <summary><c>/api/v1/settings</c>: the settings of an organization.</summary>
internal static class SettingsEndpoints
{
    // Twice the size of the longest ladders in ASCII. Even with every character escaped, the settings fit into a row.
    private const int MaxBytes = 256 * 1024;

    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/settings", GetAsync).RequireAuthorization(Access.Read).Describe(OrganizationOperations.GetSettings);
        api.MapPut("/settings", PutAsync).RequireAuthorization(Access.Administer).Describe(OrganizationOperations.PutSettings);
    }

    private static async Task GetAsync(HttpContext context, SettingsStore settings) =>
        await WriteAsync(context, await settings.ReadAsync(Caller.Of(context).Organization, context.RequestAborted));

    private static async Task PutAsync(HttpContext context, SettingsStore settings, SubjectExists subjectExists, TimeProvider clock)
    {
        if (IfMatch.Read(context.Request) is not { } condition)
        {
            await context.WriteErrorAsync(IfMatch.NotUnderstood);
            return;
        }
        var (wanted, error) = await JsonBody.ReadAsync(
            context.Request,
            MaxBytes,
            (json, errors) => OrganizationSettings.Parse(json, errors, clock.GetUtcNow())
        );
        if (wanted is null)
        {
            await context.WriteErrorAsync(error!);
            return;
        }

        var caller = Caller.Of(context);
        foreach (var group in wanted.Names.Groups.Keys)
        {
            if (!await subjectExists(caller.Organization, group, context.RequestAborted))
                continue;
            await context.WriteErrorAsync(
                ApiError.Validation($"groups.{group}: is also the name of an environment that events name. Choose another name")
            );
            return;
        }
        var (now, allowed) = await settings.ReplaceAsync(caller.Organization, wanted, condition, caller.Name, context.RequestAborted);
        await (
            allowed
                ? WriteAsync(context, now)
                : context.WriteErrorAsync(
                    ApiError.Conflict(
                        $"The settings have changed: their revision is now {now.Revision}. Read them again, then send your change "
                            + $"with If-Match: {IfMatch.TagOf(now.Revision)}."
                    )
                )
        );
    }

    private static Task WriteAsync(HttpContext context, Revised<OrganizationSettings> settings)
    {
        context.Response.Headers.ETag = IfMatch.TagOf(settings.Revision);
        return context.WriteAsync(
            new RevisedAnswer<SettingsShape>(
                true,
                SettingsShape.Of(settings.Content),
                settings.Revision,
                settings.UpdatedAt?.ToString(),
                settings.UpdatedBy
            ),
            OrganizationsJson.Default.RevisedAnswerSettingsShape
        );
    }
}
