using System.Net;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Mcp;

/// <summary>
/// Rejects requests from web pages of other sites. With DNS rebinding, a site's name resolves to this machine, so its origin equals the
/// host. Over loopback only names of this machine are therefore valid.
/// </summary>
internal sealed class BrowserOrigin(FunctionsHost host, IOptions<OpsTrailsOptions> options)
{
    /// <summary>Whether a request comes from a program, or from a page of this host or machine.</summary>
    public bool IsOwn(HttpContext context)
    {
        var origin = context.Request.Headers.Origin;
        if (origin.Count == 0)
            return true;
        if (origin.Count > 1 || !Uri.TryCreate(origin[0], UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return false;
        if (options.Value.PublicUrl is { } own)
            return uri.IsLoopback || IsSameOrigin(uri, new Uri(own));
        return uri.IsLoopback
            || (uri.Host.Equals(context.Request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase) && !IsOnThisMachine(context));
    }

    private static bool IsSameOrigin(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    // A Functions host proxies every caller over loopback, so the address says nothing there.
    private bool IsOnThisMachine(HttpContext context) =>
        !host.IsPresent && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
