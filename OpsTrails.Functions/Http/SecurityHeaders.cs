namespace OpsTrails.Functions.Http;

/// <summary>What every answer tells browsers: not to guess types, not to tell where they came from, to show it in no frame, and to stay with https where they came by it.</summary>
internal static class SecurityHeaders
{
    /// <summary>For answers that are no page: nothing in them is to run or to load anything.</summary>
    private const string NoPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private const string OneYear = "max-age=31536000";

    /// <summary>Sets them last, since a failure clears what was set before; a page that has a policy of its own keeps it.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(
                    static state =>
                    {
                        var context = (HttpContext)state;
                        var headers = context.Response.Headers;
                        if (context.Request.IsHttps)
                            headers.StrictTransportSecurity = OneYear;
                        headers.XContentTypeOptions = "nosniff";
                        headers.XFrameOptions = "DENY";
                        headers["Referrer-Policy"] = "no-referrer";
                        if (headers.ContentSecurityPolicy.Count == 0)
                            headers.ContentSecurityPolicy = NoPage;
                        return Task.CompletedTask;
                    },
                    context
                );
                return next(context);
            }
        );
}
