using Microsoft.Extensions.Options;

namespace OpsTrails.Functions.Platform;

/// <summary>Says of every setting that is wrong what it may be.</summary>
internal sealed class OpsTrailsOptionsValidator(FunctionsHost functionsHost) : IValidateOptions<OpsTrailsOptions>
{
    private const string KeyVaultReference = "@Microsoft.KeyVault(";
    private const int SetupTokenLength = 32;
    private const int ProtectionSecretLength = 32;

    public ValidateOptionsResult Validate(string? name, OpsTrailsOptions options)
    {
        var faults = new List<string>();
        Check(
            options.Storage is null || options.Storage.Trim().Length > 0,
            "Storage",
            "is empty; give a folder, a connection string or the https URL of a table service, or leave it out"
        );
        Check(
            options.Storage is not { } storage || !storage.StartsWith("http://", StringComparison.OrdinalIgnoreCase),
            "Storage",
            "is an http URL; managed identity needs https, and an emulator is reached with a connection string"
        );
        Check(
            options.SetupToken is null || options.SetupToken.Length >= SetupTokenLength,
            "SetupToken",
            $"must have at least {SetupTokenLength} characters"
        );
        Check(
            options.SetupToken is null || options.SetupToken.All(c => c is > ' ' and <= '~'),
            "SetupToken",
            "may hold printable ASCII characters only, no spaces"
        );
        Check(
            options.ProtectionSecret is null || options.ProtectionSecret.Length >= ProtectionSecretLength,
            "ProtectionSecret",
            $"must have at least {ProtectionSecretLength} characters"
        );
        CheckResolved("SetupToken", options.SetupToken);
        CheckResolved("ProtectionSecret", options.ProtectionSecret);
        CheckResolved("SignIn:ClientSecret", options.SignIn.ClientSecret);
        CheckResolved("EventGrid:Key", options.EventGrid.Key);
        CheckResolved("Storage", options.Storage);
        Check(options.Limits.EventBytes is >= 1_024 and <= 512 * 1024, "Limits:EventBytes", "must be from 1024 to 524288");
        CheckRate("Rates:PerKey", options.Rates.PerKeyPerSecond, options.Rates.PerKeyBurst);
        CheckRate("Rates:Unknown", options.Rates.UnknownPerSecond, options.Rates.UnknownBurst);
        Check(options.Quota.EventsPerDay >= 0, "Quota:EventsPerDay", "must be 0 (no limit) or more");
        Check(
            options.Sweep.Interval >= TimeSpan.FromMilliseconds(100) && options.Sweep.Interval <= TimeSpan.FromHours(1),
            "Sweep:Interval",
            "must be from 00:00:00.1 to 01:00:00"
        );
        Check(
            options.Sweep.After >= TimeSpan.Zero && options.Sweep.After <= TimeSpan.FromHours(1),
            "Sweep:After",
            "must be from 00:00:00 to 01:00:00"
        );
        Check(
            options.Retention.Interval >= TimeSpan.FromMilliseconds(100) && options.Retention.Interval <= TimeSpan.FromDays(1),
            "Retention:Interval",
            "must be from 00:00:00.1 to 1.00:00:00"
        );
        foreach (var (setting, rule) in options.EventGrid.FindFaults().Concat(options.SignIn.FindFaults()))
            Check(false, setting, rule);
        Check(
            options.Live.PollInterval >= TimeSpan.FromMilliseconds(100) && options.Live.PollInterval <= TimeSpan.FromMinutes(1),
            "Live:PollInterval",
            "must be from 00:00:00.1 to 00:01:00"
        );
        Check(
            options.Live.StreamLifetime >= TimeSpan.FromSeconds(1) && options.Live.StreamLifetime <= TimeSpan.FromHours(1),
            "Live:StreamLifetime",
            "must be from 00:00:01 to 01:00:00"
        );
        Check(
            functionsHost.MaxAnswerTime is not { } longest || options.Live.StreamLifetime <= longest,
            "Live:StreamLifetime",
            "must be a minute less than the functionTimeout of the Functions host, which starts the program anew when a stream lasts longer"
        );
        Check(options.Live.MaxReaders is >= 1 and <= 100_000, "Live:MaxReaders", "must be from 1 to 100000");
        Check(
            options.Mcp.PublicHost is not { } host || Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4,
            "Mcp:PublicHost",
            "must be a host name such as ops.example.com, without https:// and without a port"
        );
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool valid, string setting, string rule)
        {
            if (!valid)
                faults.Add($"The setting {OpsTrailsOptions.Section}:{setting} {rule}.");
        }

        // Azure passes a reference that it couldn't resolve on as text, which anyone could guess.
        void CheckResolved(string setting, string? value) =>
            Check(
                value?.TrimStart().StartsWith(KeyVaultReference, StringComparison.OrdinalIgnoreCase) != true,
                setting,
                "is a Key Vault reference that Azure did not resolve. Check the reference, and that the app's identity may read the secret"
            );

        void CheckRate(string setting, int perSecond, int burst)
        {
            Check(perSecond is >= 0 and <= 1_000_000, setting + "PerSecond", "must be from 0 (no limit) to 1000000");
            Check(
                burst >= perSecond && burst <= 10_000_000,
                setting + "Burst",
                $"must be from {setting}PerSecond, now {perSecond}, to 10000000"
            );
        }
    }
}
