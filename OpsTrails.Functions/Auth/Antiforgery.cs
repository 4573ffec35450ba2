using OpsTrails.Core.People;

namespace OpsTrails.Functions.Auth;

/// <summary>
/// Protects against cross-site request forgery. A browser adds the cookie to any request, so a change also needs a token that only this
/// site's pages know.
/// </summary>
internal static class Antiforgery
{
    public const string Header = "X-OpsTrails-Antiforgery";

    public static bool Allows(HttpRequest request, Session session) =>
        HttpMethods.IsGet(request.Method)
        || HttpMethods.IsHead(request.Method)
        || (request.Headers[Header] is [var token] && session.IsAntiforgeryToken(token));

    /// <summary>Whether a page of another site sent this request, by Fetch Metadata or, in older browsers, by Origin.</summary>
    public static bool IsCrossSite(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        if (site.Count > 0)
            return site is not ["same-origin"] and not ["none"];
        var origin = request.Headers.Origin;
        return origin.Count > 0
            && !(origin is [{ } only] && string.Equals(only, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
    }
}
