using System.Globalization;
using Microsoft.AspNetCore.HttpOverrides;

namespace OpsTrails.Functions.Hosting;

/// <summary>The Azure Functions host, when the program is its custom handler.</summary>
internal static class FunctionsHost
{
    private const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>The loopback port that the host forwards to; null when the program runs on its own.</summary>
    /// <exception cref="StartupException">The variable is set to something that is no port.</exception>
    public static int? FindPort(IConfiguration configuration)
    {
        var text = configuration[PortVariable];
        if (string.IsNullOrEmpty(text))
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
            ? port
            : throw new StartupException($"The variable {PortVariable} is '{text}', which is no port.");
    }

    /// <summary>
    /// Under the host, which sits on loopback and always writes these headers itself, requests have the address that the browser used. Elsewhere anybody could write them.
    /// </summary>
    public static void UseForwardedAddress(this WebApplication app)
    {
        if (FindPort(app.Configuration) is not null)
            app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto });
    }
}
