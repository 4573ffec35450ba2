using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Hosting;

internal static class KestrelLimits
{
    /// <summary>The program enforces its own limits (see <see cref="RequestBody"/>), because Kestrel's rejections aren't JSON.</summary>
    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
    }
}
