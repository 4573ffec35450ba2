using Microsoft.Net.Http.Headers;

namespace OpsTrails.Functions.Http;

/// <summary>
/// Adds the security headers: no MIME sniffing, no referrer, no framing, and HSTS over https. Adds the time by the program's clock, to
/// which the console compares its own.
/// </summary>
internal static class SecurityHeaders
{
    /// <summary>The policy for answers that aren't pages: they run and load nothing.</summary>
    private const string NoPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string OneYear = "max-age=31536000";

    /// <summary>Sets the headers last, because an error clears earlier ones. A page keeps its own policy.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app)
    {
        var clock = app.ApplicationServices.GetRequiredService<TimeProvider>();
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(
                    static state =>
                    {
                        var (context, clock) = ((HttpContext, TimeProvider))state;
                        var headers = context.Response.Headers;
                        if (context.Request.IsHttps)
                            headers.StrictTransportSecurity = OneYear;
                        headers.Date = HeaderUtilities.FormatDate(clock.GetUtcNow());
                        headers.XContentTypeOptions = "nosniff";
                        headers.XFrameOptions = "DENY";
                        headers["Referrer-Policy"] = "no-referrer";
                        if (headers.ContentSecurityPolicy.Count == 0)
                            headers.ContentSecurityPolicy = NoPage;
                        return Task.CompletedTask;
                    },
                    (context, clock)
                );
                return next(context);
            }
        );
    }
}
