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
            .. Limits.Validate(),
            .. Rates.Validate(),
            .. Quota.Validate(),
            .. Sweep.Validate(),
            .. Retention.Validate(),
            .. EventGrid.Validate(),
            .. Live.Validate(host),
            .. Mcp.Validate(),
            .. SignIn.Validate(),
        ];

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
