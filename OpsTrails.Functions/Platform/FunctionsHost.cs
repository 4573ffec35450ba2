using System.Globalization;

namespace OpsTrails.Functions.Platform;

/// <summary>The Azure Functions host, if it runs the program as an isolated worker.</summary>
/// <param name="isPresent">Whether a host started the program. It then calls the timers and restarts the program when it exits.</param>
/// <param name="functionTimeout">The host ends a function that takes longer. Negative for no limit.</param>
internal sealed class FunctionsHost(bool isPresent, TimeSpan functionTimeout)
{
    /// <summary>The functionTimeout of host.json.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>The app setting that overrides it. The worker inherits the host's environment.</summary>
    private const string TimeoutSetting = "AzureFunctionsJobHost:functionTimeout";

    /// <summary>The host passes its own address to every worker that it starts.</summary>
    private const string HostAddress = "--functions-uri";

    /// <summary>Set by the platform's pre-warmed worker, which loads the program into its own process.</summary>
    private const string PrewarmedWorker = "AZURE_FUNCTIONS_NATIVE_HOST";

    public bool IsPresent => isPresent;

    /// <summary>
    /// Maximum duration of an answer: a minute less than that of a function, because the host restarts the whole program when one takes
    /// longer. Null for no limit.
    /// </summary>
    public TimeSpan? MaxAnswerTime => isPresent && functionTimeout >= TimeSpan.Zero ? functionTimeout - TimeSpan.FromMinutes(1) : null;

    /// <summary>Whether a host started this process.</summary>
    public static bool HasStarted(IReadOnlyList<string> args) =>
        AppContext.GetData(PrewarmedWorker) is not null
        || args.Any(arg => arg == HostAddress || arg.StartsWith(HostAddress + "=", StringComparison.Ordinal));

    public static FunctionsHost None(IConfiguration configuration) => Read(isPresent: false, configuration);

    public static FunctionsHost Present(IConfiguration configuration) => Read(isPresent: true, configuration);

    private static FunctionsHost Read(bool isPresent, IConfiguration configuration) =>
        new(isPresent, TimeSpan.TryParse(configuration[TimeoutSetting], CultureInfo.InvariantCulture, out var set) ? set : Timeout);
}
