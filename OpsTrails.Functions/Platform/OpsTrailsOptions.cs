namespace OpsTrails.Functions.Platform;

/// <summary>
/// The settings under <c>OpsTrails</c>. As an app setting or environment variable, <c>OpsTrails:Storage</c> is <c>OpsTrails__Storage</c>.
/// </summary>
internal sealed class OpsTrailsOptions
{
    public const string Section = "OpsTrails";

    private const int SecretLength = 32;

    /// <summary>
    /// Where events are stored: a folder for the embedded store, a storage account's connection string, or the https URL of its table
    /// service for managed identity. Default: the folder <c>.opstrails</c> in the working directory. Required under a Functions host.
    /// </summary>
    public string? Storage { get; set; }

    /// <summary>
    /// A secret of at least 32 characters. Sent as the Bearer value, it can create, list and revoke API keys. Default: none, so only keys
    /// of scope ADMIN can.
    /// </summary>
    public string? SetupToken { get; set; }

    /// <summary>
    /// A secret of at least 32 characters, the same on every instance, that encrypts the keys of session cookies in the store. Default:
    /// none, so anyone with read access to the store can forge a session. Changing it ends all sessions.
    /// </summary>
    public string? ProtectionSecret { get; set; }

    /// <summary>
    /// The scheme and host under which people and assistants reach the program, such as <c>https://ops.example.com</c>: for links, cookies,
    /// redirects of a provider and web pages that call MCP. Default: those of each request.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>
    /// The proxies in front of the program: addresses and networks such as <c>127.0.0.1, 10.0.0.0/8</c>, separated by commas, whose
    /// <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed. Default: none. A Functions host has its own.
    /// </summary>
    public string? TrustedProxies { get; set; }

    public LimitOptions Limits { get; set; } = new();

    public RateOptions Rates { get; set; } = new();

    public QuotaOptions Quota { get; set; } = new();

    public SweepOptions Sweep { get; set; } = new();

    public RetentionOptions Retention { get; set; } = new();

    public EventGridOptions EventGrid { get; set; } = new();

    public LiveOptions Live { get; set; } = new();

    public McpOptions Mcp { get; set; } = new();

    public SignInOptions SignIn { get; set; } = new();

    /// <returns>Each invalid setting with its problem, phrased to follow the setting's name.</returns>
    public IEnumerable<(string Setting, string Problem)> Validate(FunctionsHost host) =>
        [
            .. ValidateOwn(),
            .. ValidateAccess(host),
            .. Limits.Validate(),
            .. Rates.Validate(),
            .. Quota.Validate(),
            .. Sweep.Validate(),
            .. Retention.Validate(),
            .. EventGrid.Validate(),
            .. Live.Validate(host),
            .. SignIn.Validate(),
        ];

    private IEnumerable<(string Setting, string Problem)> ValidateAccess(FunctionsHost host)
    {
        if (PublicUrl is not null && PublicAccess.ReadUrl(PublicUrl) is null)
            yield return (nameof(PublicUrl), "must be a scheme and host such as https://ops.example.com, without a path");
        _ = PublicAccess.ReadNetworks(TrustedProxies, out var unreadable);
        if (unreadable is not null)
            yield return (
                nameof(TrustedProxies),
                $"must be addresses or networks such as 127.0.0.1 or 10.0.0.0/8, separated by commas, not '{unreadable}'"
            );
        if (host.IsPresent && TrustedProxies is not null)
            yield return (nameof(TrustedProxies), "has no effect under a Functions host, which forwards the address itself. Remove it");
    }

    private IEnumerable<(string Setting, string Problem)> ValidateOwn()
    {
        if (Storage is not null && string.IsNullOrWhiteSpace(Storage))
            yield return (
                nameof(Storage),
                "is empty. Set a folder, a connection string or the https URL of a table service, or remove the setting"
            );
        if (Storage?.StartsWith("http://", StringComparison.OrdinalIgnoreCase) == true)
            yield return (nameof(Storage), "is an http URL. Managed identity needs https. For an emulator, use a connection string");
        if (KeyVaultReference.IsUnresolved(Storage))
            yield return (nameof(Storage), KeyVaultReference.Problem);
        if (SetupToken?.Length < SecretLength)
            yield return (nameof(SetupToken), $"must have at least {SecretLength} characters, not {SetupToken.Length}");
        if (SetupToken?.All(c => c is > ' ' and <= '~') == false)
            yield return (nameof(SetupToken), "must consist of printable ASCII characters without spaces");
        if (KeyVaultReference.IsUnresolved(SetupToken))
            yield return (nameof(SetupToken), KeyVaultReference.Problem);
        if (ProtectionSecret?.Length < SecretLength)
            yield return (nameof(ProtectionSecret), $"must have at least {SecretLength} characters, not {ProtectionSecret.Length}");
        if (KeyVaultReference.IsUnresolved(ProtectionSecret))
            yield return (nameof(ProtectionSecret), KeyVaultReference.Problem);
    }
}
