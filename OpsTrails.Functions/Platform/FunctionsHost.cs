using System.Globalization;

namespace OpsTrails.Functions.Platform;

/// <summary>The Azure Functions host, when it runs the program as an isolated worker.</summary>
/// <param name="isPresent">Whether a host started the program, calls its timers and starts it again when it ends.</param>
/// <param name="functionTimeout">Ends a function that takes longer; negative for no limit.</param>
internal sealed class FunctionsHost(bool isPresent, TimeSpan functionTimeout)
{
    /// <summary>The functionTimeout of host.json.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    /// <summary>The app setting that overrides it. The host passes its environment on.</summary>
    private const string TimeoutSetting = "AzureFunctionsJobHost:functionTimeout";

    /// <summary>The host's own address, which it passes to every worker that it starts.</summary>
    private const string HostAddress = "--functions-uri";

    /// <summary>Set by the platform's pre-warmed worker, which loads the program into its own process.</summary>
    private const string PrewarmedWorker = "AZURE_FUNCTIONS_NATIVE_HOST";

    public bool IsPresent => isPresent;

    /// <summary>
    /// The longest that an answer may take: a little less than a function, since the host replaces the whole program when one takes longer. Null for no limit.
    /// </summary>
    public TimeSpan? MaxAnswerTime => isPresent && functionTimeout >= TimeSpan.Zero ? functionTimeout - TimeSpan.FromMinutes(1) : null;

    /// <summary>Whether this process was started by a host.</summary>
    /// <param name="args">Its command line.</param>
    public static bool HasStarted(IReadOnlyList<string> args) =>
        AppContext.GetData(PrewarmedWorker) is not null
        || args.Any(arg => arg == HostAddress || arg.StartsWith(HostAddress + "=", StringComparison.Ordinal));

    public static FunctionsHost None(IConfiguration configuration) => Read(isPresent: false, configuration);

    public static FunctionsHost Present(IConfiguration configuration) => Read(isPresent: true, configuration);

    private static FunctionsHost Read(bool isPresent, IConfiguration configuration) =>
        new(isPresent, TimeSpan.TryParse(configuration[TimeoutSetting], CultureInfo.InvariantCulture, out var set) ? set : Timeout);
}
