using System.CommandLine;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Smoke;

namespace OpsTrails.Functions.Commands;

/// <summary>
/// <c>smoke https://host</c>: looks at a deployment from outside. What it leaves there are a few events of the source <c>//opstrails/smoke</c>; keys that it makes it revokes.
/// </summary>
internal static class SmokeCommand
{
    private const string Variable = "OPSTRAILS_KEY";

    public static Command Create()
    {
        var address = new Argument<string>("address") { Description = "The address of the installation, such as https://ops.example.com." };
        var key = new Option<string?>("--key")
        {
            Description = $"A key of scope ADMIN or READ_WRITE, or the setup token. Prefer the variable {Variable}: other users of this machine can read arguments.",
        };
        var command = new Command("smoke", "Check a running installation from outside.") { address, key };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(address)!, parsed.GetValue(key) ?? Environment.GetEnvironmentVariable(Variable)));
        return command;
    }

    /// <returns>The exit code: 0 when nothing failed, 1 otherwise.</returns>
    private static Task<int> RunAsync(string given, string? givenKey) => OpsTrailsApp.GuardAsync(async () =>
    {
        var (address, key) = Check(given, givenKey);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var found = await SmokeRunner.RunAsync(new SmokeRun(client, address, key, Patience.Usual, TimeProvider.System), Console.Out);
        return found.Any(item => item.Finding.Kind == FindingKind.Failed) ? 1 : 0;
    });

    /// <exception cref="StartupException">What is needed is missing, or would send a key in clear text.</exception>
    public static (Uri Address, string Key) Check(string address, string? key)
    {
        if (string.IsNullOrWhiteSpace(key))
            throw new StartupException($"Give a key of scope ADMIN or READ_WRITE, or the setup token, in the variable {Variable}.");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.AbsolutePath != "/" || url.Query.Length > 0)
            throw new StartupException("The address must be that of the whole installation, such as https://ops.example.com.");
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            throw new StartupException("Over http the key could be read on its way; give the https address.");
        return (url, key.Trim());
    }
}
