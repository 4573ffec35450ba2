using OpsTrails.Core.Days;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Days;

/// <summary><c>GET /api/v1/days</c>: what happened in each environment on each day.</summary>
internal static class GetDays
{
    public static async Task HandleAsync(HttpContext context, DayCalendar calendar, SettingsStore settings, TimeProvider clock)
    {
        var organization = Caller.Of(context).Organization;
        var own = await settings.GetAsync(organization, context.RequestAborted);
        var zone = LocalTime.TryFindZone(own.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var errors = new ValidationErrors();
        if (DaysQuery.Parse(QueryParameters.Of(context.Request), zone, clock.GetUtcNow(), errors) is not { } query)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        await context.WriteDataAsync(
            await calendar.ReadAsync(organization, query, own, context.RequestAborted),
            DaysJson.Default.AnswerDaysAnswer
        );
    }
}
