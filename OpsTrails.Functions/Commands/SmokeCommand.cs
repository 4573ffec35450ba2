using System.CommandLine;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Smoke;
using OpsTrails.Functions.Smoke.Azure;

namespace OpsTrails.Functions.Commands;

/// <summary>
/// <c>smoke https://host</c>: checks a deployment from outside. It leaves a few events of the source <c>//opstrails/smoke</c> there, and
/// revokes the keys that it creates.
/// </summary>
internal static class SmokeCommand
{
    private const string Variable = "OPSTRAILS_KEY";

    /// <summary>As azd exports it.</summary>
    private const string SubscriptionVariable = "AZURE_SUBSCRIPTION_ID";

    public static Command Create()
    {
        var address = new Argument<string?>("address")
        {
            Description = "Address of the installation, such as https://ops.example.com. Checked from outside, with a key.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var key = new Option<string?>("--key")
        {
            Description =
                $"Key of scope ADMIN or READ_WRITE, or the setup token. Prefer the variable {Variable}: other users of this "
                + "machine can read "
                + "arguments.",
        };
        var group = new Option<string?>("--azure")
        {
            Description = "Resource group to compare with the template, through Azure's management API and your az or azd login.",
            HelpName = "resource group",
        };
        var subscription = new Option<string?>("--subscription")
        {
            Description = $"Subscription of that resource group. Default: the variable {SubscriptionVariable}.",
            HelpName = "id",
        };
        var command = new Command("smoke", "Check a running installation from outside, or its settings in Azure.")
        {
            address,
            key,
            group,
            subscription,
        };
        command.Validators.Add(parsed =>
        {
            if (parsed.GetResult(address) is not { Tokens.Count: > 0 } && parsed.GetResult(group) is null)
                parsed.AddError("Pass the address of the installation, or --azure with its resource group.");
        });
        command.SetAction(
            async (parsed, cancel) =>
            {
                var codes = new List<int>();
                if (parsed.GetValue(address) is { } given)
                    codes.Add(await RunAsync(given, parsed.GetValue(key) ?? Environment.GetEnvironmentVariable(Variable)));
                if (parsed.GetValue(group) is { } named)
                    codes.Add(
                        await CompareAsync(
                            named,
                            parsed.GetValue(subscription) ?? Environment.GetEnvironmentVariable(SubscriptionVariable),
                            cancel
                        )
                    );
                return codes.Max();
            }
        );
        return command;
    }

    /// <returns>The exit code: 0 if nothing differs, 1 otherwise.</returns>
    private static Task<int> CompareAsync(string resourceGroup, string? subscription, CancellationToken cancel) =>
        OpsTrailsApp.GuardAsync(async () =>
        {
            if (string.IsNullOrWhiteSpace(subscription))
                throw new StartupException(
                    $"Pass the subscription of {resourceGroup} with --subscription or in the variable {SubscriptionVariable}."
                );
            using var arm = AzureCheck.CreateClient();
            return await AzureCheck.RunAsync(subscription, resourceGroup, arm, Console.Out, cancel) ? 0 : 1;
        });

    /// <returns>The exit code: 0 if nothing failed, 1 otherwise.</returns>
    private static Task<int> RunAsync(string given, string? givenKey) =>
        OpsTrailsApp.GuardAsync(async () =>
        {
            var (address, key) = Check(given, givenKey);
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
            {
                Timeout = Timeout.InfiniteTimeSpan,
            };
            var found = await SmokeRunner.RunAsync(
                new SmokeRun(client, address, key, SmokeTimeouts.Default, TimeProvider.System),
                Console.Out
            );
            return found.Any(item => item.Finding.Kind == FindingKind.Failed) ? 1 : 0;
        });

    /// <exception cref="StartupException">The address or key is missing or invalid, or the key would travel in clear text.</exception>
    public static (Uri Address, string Key) Check(string address, string? key)
    {
        if (string.IsNullOrWhiteSpace(key))
            throw new StartupException($"Set the variable {Variable} to a key of scope ADMIN or READ_WRITE, or to the setup token.");
        if (
            !Uri.TryCreate(address, UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https")
            || url.AbsolutePath != "/"
            || url.Query.Length > 0
        )
            throw new StartupException("The address must be an http or https URL without a path, such as https://ops.example.com.");
        if (url.Scheme == Uri.UriSchemeHttp && !url.IsLoopback)
            throw new StartupException("http would send the key in clear text. Use the https address.");
        return (url, key.Trim());
    }
}
