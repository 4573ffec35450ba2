using OpsTrails.Core.People;

namespace OpsTrails.Functions.Auth;

/// <summary>
/// A browser sends the cookie by itself, whoever made it send the request; so what changes something has to come with a token that only pages
/// of this site can know.
/// </summary>
internal static class Antiforgery
{
    public const string Header = "X-OpsTrails-Antiforgery";

    public static bool Allows(HttpRequest request, Session session) =>
        HttpMethods.IsGet(request.Method)
        || HttpMethods.IsHead(request.Method)
        || (request.Headers[Header] is [var token] && session.IsAntiforgeryToken(token));

    /// <summary>Whether a browser says that a page of another site makes this request (Fetch Metadata, or the origin for older ones).</summary>
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
