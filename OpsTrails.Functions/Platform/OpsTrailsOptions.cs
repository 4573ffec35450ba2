namespace OpsTrails.Functions.Platform;

/// <summary>
/// The settings under <c>OpsTrails</c>: in app settings and environment variables <c>OpsTrails__Storage</c> and so on.
/// </summary>
internal sealed class OpsTrailsOptions
{
    public const string Section = "OpsTrails";

    /// <summary>
    /// Where events are kept: a folder for the embedded store; a connection string of a storage account; or the https URL of its table service, used with
    /// managed identity. Default <c>.opstrails</c>, a folder where the program is started; under a Functions host there is no default.
    /// </summary>
    public string? Storage { get; set; }

    /// <summary>
    /// A secret of at least 32 characters that may make, list and revoke API keys when sent as the Bearer value. Unset: only keys of scope ADMIN may.
    /// </summary>
    public string? SetupToken { get; set; }

    /// <summary>
    /// A secret of at least 32 characters that the keys of session cookies are wrapped with in the store, the same on every instance. Unset: they lie there as they
    /// are, and who can read the store can make a session. Changing it ends all sessions.
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
}

/// <summary>How much one request may bring.</summary>
internal sealed class LimitOptions
{
    /// <summary>Bytes of one event, 1,024 to 524,288. Default 65,536.</summary>
    public int EventBytes { get; set; } = 64 * 1024;
}

/// <summary>Token buckets in the memory of each instance, against runaway clients. Exceeding one is answered with 429.</summary>
internal sealed class RateOptions
{
    /// <summary>Requests a second of one API key, 1 to 1,000,000; 0 for no limit. Default 500.</summary>
    public int PerKeyPerSecond { get; set; } = 500;

    /// <summary>How many requests of one key may come at once, at least <see cref="PerKeyPerSecond"/>. Default 2,000.</summary>
    public int PerKeyBurst { get; set; } = 2_000;

    /// <summary>Requests a second without a valid key from one address, 1 to 1,000,000; 0 for no limit. Default 20.</summary>
    public int UnknownPerSecond { get; set; } = 20;

    /// <summary>How many of those may come at once, at least <see cref="UnknownPerSecond"/>. Default 200.</summary>
    public int UnknownBurst { get; set; } = 200;
}

/// <summary>How much an organization may record. Exceeding it is answered with 429.</summary>
internal sealed class QuotaOptions
{
    /// <summary>
    /// Events of one organization in a UTC day, counted over all instances and enforced within seconds; 0, the default, for no limit.
    /// </summary>
    public long EventsPerDay { get; set; }
}

/// <summary>The sweep finishes what a killed process or a failing store left unfinished.</summary>
internal sealed class SweepOptions
{
    /// <summary>How often, 100 ms to 1 hour. Default 30 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How old an unfinished event must be, 0 to 1 hour, so that the sweep does not do what is still being done. Default 30 s.</summary>
    public TimeSpan After { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Retention deletes events that are older than their organization keeps them.</summary>
internal sealed class RetentionOptions
{
    /// <summary>How often it looks, 100 ms to 1 day. Default 1 hour. Under a Functions host its timer decides.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);
}

/// <summary>The live feed: streams and long polls.</summary>
internal sealed class LiveOptions
{
    /// <summary>
    /// How often an instance asks the store for events that other instances recorded, for each organization that has readers, 100 ms to 1 minute. Default 1 s.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// After how long a stream ends and its client connects again, 1 s to 1 hour. Default 200 s, which is below what a Functions host and the balancers in front of it allow.
    /// </summary>
    public TimeSpan StreamLifetime { get; set; } = TimeSpan.FromSeconds(200);

    /// <summary>How many streams and long polls one organization may have open on an instance, 1 to 100,000. Exceeding it is answered with 429. Default 1,000.</summary>
    public int MaxReaders { get; set; } = 1_000;
}

/// <summary>What assistants may do over MCP.</summary>
internal sealed class McpOptions
{
    /// <summary>Whether keys of scope READ_WRITE may record events there. Default false: assistants read only.</summary>
    public bool AllowRecording { get; set; }

    /// <summary>
    /// The host name under which browsers reach a program that stands behind a proxy on the same machine, such as <c>ops.example.com</c>. Unset: over loopback only pages of
    /// this machine may call it. Calls from outside browsers are not concerned.
    /// </summary>
    public string? PublicHost { get; set; }
}
