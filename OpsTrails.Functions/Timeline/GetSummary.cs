using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Timeline;

/// <summary><c>GET /api/v1/summary</c>: counts the events of a window by type, severity, source, subject and time.</summary>
internal static class GetSummary
{
    public static async Task HandleAsync(HttpContext context, Summaries summaries, SettingsStore settings, TimeProvider clock)
    {
        var organization = Caller.Of(context).Organization;
        var own = await settings.GetAsync(organization, context.RequestAborted);
        var zone = LocalTime.TryFindZone(own.TimeZone, out var found) ? found : TimeZoneInfo.Utc;

        var errors = new ValidationErrors();
        var query = SummaryQuery.Parse([.. QueryParameters.Of(context.Request)], zone, clock.GetUtcNow(), errors);
        if (query is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        var summary = await summaries.CountAsync(organization, query, context.RequestAborted);
        await context.WriteDataAsync(SummaryAnswer.Of(summary), TimelineJson.Default.AnswerSummaryAnswer);
    }
}
