using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Hosting;

internal static class KestrelLimits
{
    /// <summary>Leaves limits to the program (see <see cref="RequestBody"/>): what Kestrel refuses never becomes JSON.</summary>
    public static void Apply(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
    }
}
