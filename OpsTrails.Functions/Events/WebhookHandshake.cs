using System.Globalization;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Events;

/// <summary>
/// <c>OPTIONS /api/v1/events</c>: a sender asks for permission to deliver events (CloudEvents HTTP webhooks 1.0, section 4). The handshake
/// needs no key and reveals nothing; every delivery needs a key. The answer is the permission, so <c>WebHook-Request-Callback</c>, which is
/// for receivers that decide later, isn't called.
/// </summary>
internal static class WebhookHandshake
{
    private const int MaxOriginLength = 255;
    private const int SecondsPerMinute = 60;

    private static readonly string[] Methods = ["DELETE", "GET", "HEAD", "OPTIONS", "POST"];

    public static Task HandleAsync(HttpContext context, IOptions<OpsTrailsOptions> options)
    {
        var headers = context.Request.Headers;
        var origins = headers["WebHook-Request-Origin"];
        if (origins.Count > 1 || origins is [{ } sent] && !IsOrigin(sent))
            return context.WriteErrorAsync(
                ApiError.Validation(
                    $"WebHook-Request-Origin: is not a sender's name, send up to {MaxOriginLength} printable ASCII characters "
                        + "without spaces"
                )
            );

        var answer = context.Response.Headers;
        answer.Allow = string.Join(", ", Methods);
        if (origins is [{ } origin])
        {
            answer["WebHook-Allowed-Origin"] = origin;
            answer["WebHook-Allowed-Rate"] = AllowedRate(headers["WebHook-Request-Rate"], options.Value.Rates.PerKeyPerSecond);
        }
        return context.WriteDataAsync(new AllowedMethodsAnswer(Methods), EventsJson.Default.AnswerAllowedMethodsAnswer);
    }

    private static bool IsOrigin(string text) => text.Length is > 0 and <= MaxOriginLength && text.All(c => c is > ' ' and <= '~');

    /// <summary>The requested rate per minute, capped at the rate limit of one key; <c>*</c> without a limit.</summary>
    private static string AllowedRate(string? asked, int perSecond)
    {
        var wanted = long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate > 0 ? rate : long.MaxValue;
        var allowed = Math.Min(wanted, perSecond == 0 ? long.MaxValue : (long)perSecond * SecondsPerMinute);
        return allowed == long.MaxValue ? "*" : allowed.ToString(CultureInfo.InvariantCulture);
    }
}
