using OpsTrails.Functions.Hosting;

namespace OpsTrails.Functions.Smoke;

/// <summary>
/// <c>smoke https://host</c>: looks at a deployment from outside. What it leaves there are a few events of the source <c>//opstrails/smoke</c>; keys that it makes it revokes.
/// </summary>
internal static class SmokeCommand
{
    private const string Variable = "OPSTRAILS_KEY";

    private const string Usage = $"""
        Give the address of an installation, and a key of scope ADMIN or READ_WRITE in the variable {Variable}, or the setup token:

          {Variable}=… dotnet run --project OpsTrails.Functions -- smoke https://ops.example.com

        A key after --key is taken too, but other users of this machine can read it there.
        """;

    /// <returns>The exit code: 0 when nothing failed, 1 otherwise.</returns>
    public static Task<int> RunAsync(string[] args) => OpsTrailsApp.GuardAsync(async () =>
    {
        var (address, key) = Parse(args, Environment.GetEnvironmentVariable(Variable));
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var found = await SmokeRunner.RunAsync(new SmokeRun(client, address, key, Patience.Usual, TimeProvider.System), Console.Out);
        return found.Any(item => item.Finding.Kind == FindingKind.Failed) ? 1 : 0;
    });

    /// <exception cref="StartupException">What is needed is missing, or would send a key in clear text.</exception>
    public static (Uri Address, string Key) Parse(string[] args, string? variable)
    {
        var (address, key) = args switch
        {
            [var only] when !only.StartsWith("--", StringComparison.Ordinal) => (only, variable),
            [var first, "--key", var given] => (first, given),
            ["--key", var given, var last] => (last, given),
            _ => (null, null),
        };
        if (address is null || string.IsNullOrWhiteSpace(key))
            throw new StartupException(Usage);
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.AbsolutePath != "/" || url.Query.Length > 0)
            throw new StartupException("The address must be that of the whole installation, such as https://ops.example.com.");
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            throw new StartupException("Over http the key could be read on its way; give the https address.");
        return (url, key.Trim());
    }
}
