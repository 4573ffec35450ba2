using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Smoke.Azure;

/// <summary>
/// <c>smoke --azure</c>: compares an installation with the template, through Azure's management API. It only reads, with the operator's
/// rights, and prints names of settings but never their values.
/// </summary>
internal static class AzureCheck
{
    private static readonly Uri Management = new("https://management.azure.com/");

    public static IReadOnlyList<AzureProbe> Probes { get; } =
    [
        .. DeploymentProbes.All,
        .. AppProbes.All,
        .. SettingProbes.All,
        .. RoleProbes.All,
        .. StorageProbes.All,
        .. TopicProbes.All,
        .. MonitoringProbes.All,
    ];

    /// <summary>A client with the operator's sign-in from <c>az login</c> or <c>azd auth login</c>.</summary>
    public static HttpClient CreateClient() =>
        CreateClient(
            Management,
            new ChainedTokenCredential(new AzureCliCredential(), new AzureDeveloperCliCredential()),
            new SocketsHttpHandler()
        );

    public static HttpClient CreateClient(Uri management, TokenCredential credential, HttpMessageHandler inner) =>
        new(new OperatorTokenHandler(management, credential) { InnerHandler = inner }) { BaseAddress = management };

    /// <summary>Writes a line for each check.</summary>
    /// <param name="subscriptionId">The subscription of the installation.</param>
    /// <param name="resourceGroup">Its resource group, such as rg-opstrails.</param>
    /// <param name="arm">A client of the management API; see <see cref="CreateClient()"/>.</param>
    /// <param name="output">Receives the lines.</param>
    /// <param name="cancel">Cancels the run.</param>
    /// <returns>Whether nothing differs.</returns>
    public static async Task<bool> RunAsync(
        string subscriptionId,
        string resourceGroup,
        HttpClient arm,
        TextWriter output,
        CancellationToken cancel
    )
    {
        AzureInstallation installation;
        try
        {
            installation = await AzureInstallation.ReadAsync(new ArmReader(arm), subscriptionId, resourceGroup, cancel);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            await WriteAsync(
                output,
                "the installation is found",
                [e.Message],
                "Check the subscription and the resource group, and sign in with az login."
            );
            return false;
        }

        var differing = 0;
        foreach (var probe in Probes)
        {
            var problems = await LookAsync(probe, installation, cancel);
            differing += problems.Count > 0 ? 1 : 0;
            await WriteAsync(output, probe.Name, problems, probe.Advice);
        }
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Probes.Count - differing} ok, {differing} differ"));
        return differing == 0;
    }

    private static async Task<IReadOnlyList<string>> LookAsync(AzureProbe probe, AzureInstallation installation, CancellationToken cancel)
    {
        try
        {
            return [.. (await probe.LookAsync(installation, cancel)).OfType<string>()];
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return [e.Message];
        }
    }

    private static bool IsUnreadable(Exception e) =>
        e
            is ArmException
                or HttpRequestException
                or AuthenticationFailedException
                or JsonException
                or TaskCanceledException { InnerException: TimeoutException };

    private static async Task WriteAsync(TextWriter output, string name, IReadOnlyList<string> problems, string advice)
    {
        await output.WriteLineAsync($"{(problems.Count == 0 ? "ok" : "differs").PadRight(8)} {name}");
        foreach (var problem in problems)
            await output.WriteLineAsync("         " + PlainText.Of(problem.ReplaceLineEndings(" ")));
        if (problems.Count > 0)
            await output.WriteLineAsync("         " + advice);
    }
}
