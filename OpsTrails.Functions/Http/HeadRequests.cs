namespace OpsTrails.Functions.Http;

/// <summary>
/// Answers HEAD wherever GET is answered, with the same status and headers (RFC 9110 §9.3.2). Routing and endpoints see GET; the server
/// still knows the method that was sent, and sends no body.
/// </summary>
internal static class HeadRequests
{
    public static void UseHeadRequests(this IApplicationBuilder app) =>
        app.Use(
            async (context, next) =>
            {
                if (!HttpMethods.IsHead(context.Request.Method))
                {
                    await next(context);
                    return;
                }
                context.Features.Set(new HeadRequest());
                context.Request.Method = HttpMethods.Get;
                try
                {
                    await next(context);
                }
                finally
                {
                    context.Request.Method = HttpMethods.Head;
                }
            }
        );

    /// <summary>Whether only headers are wanted, so that an answer doesn't have to wait for its content.</summary>
    public static bool IsHead(this HttpContext context) => context.Features.Get<HeadRequest>() is not null;

    /// <summary>Routing lists the methods that have an endpoint. HEAD is one wherever GET is.</summary>
    public static void AllowHead(HttpResponse response)
    {
        var allowed = response.Headers.Allow.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (allowed.Contains(HttpMethods.Get) && !allowed.Contains(HttpMethods.Head))
            response.Headers.Allow = string.Join(", ", allowed.Append(HttpMethods.Head).Order(StringComparer.Ordinal));
    }

    private sealed class HeadRequest;
}
