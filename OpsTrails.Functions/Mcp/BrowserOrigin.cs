using System.Net;
using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Mcp;

/// <summary>
/// Keeps pages of other sites out. A page could also have a name of its own point at this machine (DNS rebinding): then host and origin are the same name,
/// but it is none that this machine goes by.
/// </summary>
internal sealed class BrowserOrigin(FunctionsHost host, IOptions<OpsTrailsOptions> options)
{
    /// <summary>Whether a request comes from no page, or from one of this host or machine.</summary>
    public bool IsOwn(HttpContext context)
    {
        var origin = context.Request.Headers.Origin;
        if (origin.Count == 0)
            return true;
        if (origin.Count > 1 || !Uri.TryCreate(origin[0], UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return false;
        return uri.IsLoopback
            || uri.Host.Equals(options.Value.Mcp.PublicHost, StringComparison.OrdinalIgnoreCase)
            || (uri.Host.Equals(context.Request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase) && !IsOnThisMachine(context));
    }

    // The Functions host proxies every caller over loopback.
    private bool IsOnThisMachine(HttpContext context) =>
        !host.IsPresent && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address);
}
