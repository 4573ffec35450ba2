namespace OpsTrails.Functions.Platform;

/// <summary>The Event Grid topic that OpsTrails publishes every recorded event to. Default: no topic.</summary>
internal sealed class EventGridOptions
{
    private const string EndpointSetting = "EventGrid:Endpoint";
    private const string KeySetting = "EventGrid:Key";
    private const string LocalSetting = "EventGrid:Local";

    /// <summary>
    /// The https URL of an Event Grid custom topic with the CloudEvents 1.0 schema, such as
    /// <c>https://name.region-1.eventgrid.azure.net/api/events</c>. An http URL needs <see cref="Key"/>.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>An access key of the topic. Default: none, for managed identity with the role EventGrid Data Sender.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// For trying out: a topic inside the program, on a free loopback port, that prints what a subscriber would get. Not with
    /// <see cref="Endpoint"/>. Default false.
    /// </summary>
    public bool Local { get; set; }

    /// <summary>Whether there is a topic.</summary>
    public bool IsConfigured => Local || Endpoint is not null;

    public IEnumerable<(string Setting, string Problem)> Validate()
    {
        var isUrl =
            Uri.TryCreate(Endpoint, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
        if (Endpoint is not null && !isUrl)
            yield return (
                EndpointSetting,
                "must be the https URL of an Event Grid topic, such as https://name.region-1.eventgrid.azure.net/api/events"
            );
        else if (Endpoint is not null && Key is null && !Endpoint.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            yield return (
                EndpointSetting,
                "is an http URL. Managed identity needs https. For an emulator, also set OpsTrails:EventGrid:Key"
            );
        if (Key is not null && (Key.Length == 0 || !Key.All(c => c is > ' ' and <= '~')))
            yield return (
                KeySetting,
                "must be an access key of the topic: printable ASCII characters without spaces. Remove it to use managed identity"
            );
        if (KeyVaultReference.IsUnresolved(Key))
            yield return (KeySetting, KeyVaultReference.Problem);
        if (Key is not null && Endpoint is null)
            yield return (KeySetting, "is set without OpsTrails:EventGrid:Endpoint. Set both or neither");
        if (Local && Endpoint is not null)
            yield return (LocalSetting, "can't be combined with OpsTrails:EventGrid:Endpoint. Remove one of them");
    }
}
