using System.Globalization;
using Microsoft.AspNetCore.HttpOverrides;

namespace OpsTrails.Functions.Hosting;

/// <summary>The Azure Functions host, when the program runs behind one: as its custom handler, or as an isolated worker.</summary>
internal static class FunctionsHost
{
    /// <summary>The setting by which an isolated worker says that it is one; nothing else sets it.</summary>
    public const string ModelSetting = "FunctionsModel";
    public const string Isolated = "isolated";

    /// <summary>The functionTimeout of host.json.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>The app setting that overrides it; the host gives its environment to the program.</summary>
    private const string TimeoutSetting = "AzureFunctionsJobHost:functionTimeout";

    private const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    /// <summary>Whether a host stands before the program, calls its timers and starts it anew when it ends.</summary>
    public static bool IsAround(IConfiguration configuration) => FindPort(configuration) is not null || configuration[ModelSetting] == Isolated;

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
    /// How long an answer may take, which is a little less than a function: the host ends one that takes longer by ending the whole program. Null when nothing limits it.
    /// </summary>
    public static TimeSpan? FindLongestAnswer(IConfiguration configuration)
    {
        if (!IsAround(configuration))
            return null;
        var limit = TimeSpan.TryParse(configuration[TimeoutSetting], CultureInfo.InvariantCulture, out var set) ? set : Timeout;
        return limit < TimeSpan.Zero ? null : limit - TimeSpan.FromMinutes(1);
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
