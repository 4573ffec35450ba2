using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Hosting;

/// <summary>
/// What the server itself refuses gets a bare status without a body, before the program sees the request: a malformed request line or
/// header name, headers beyond 32 KiB, a wrong Host or Content-Length. Kestrel has no way to change these answers.
/// </summary>
internal static class KestrelLimits
{
    /// <summary>
    /// The program reads less (see <see cref="BodyLimit"/>) and answers itself, in JSON. The server reads the rest up to this limit and
    /// drops it, because most clients see an answer only after they have sent everything. Beyond it the connection is closed.
    /// </summary>
    private const long MaxBodyBytes = 4 * BodyLimit.MaxBytes;

    /// <summary>The setting of a Functions host for its own limit, and the limit without it.</summary>
    private const string HostLimit = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";
    private const long DefaultHostLimit = 104_857_600;

    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.RequestHeaderEncodingSelector = HeaderText.EncodingOf;
        kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
    }

    /// <summary>
    /// A Functions host makes an empty 500 of a request that its worker doesn't read to the end. It refuses larger bodies than its own
    /// limit, so the worker can read and drop what comes.
    /// </summary>
    public static void ApplyUnderHost(KestrelServerOptions kestrel, IConfiguration configuration)
    {
        Apply(kestrel);
        var limit = long.TryParse(configuration[HostLimit], out var set) && set > DefaultHostLimit ? set : DefaultHostLimit;
        kestrel.Limits.MaxRequestBodySize = limit + MaxBodyBytes;
    }
}
