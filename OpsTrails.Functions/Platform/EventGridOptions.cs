namespace OpsTrails.Functions.Platform;

/// <summary>The topic that every recorded event is published to. Without one nothing is published.</summary>
internal sealed class EventGridOptions
{
    /// <summary>
    /// The https URL of an Event Grid custom topic that takes CloudEvents 1.0, such as <c>https://name.region-1.eventgrid.azure.net/api/events</c>; http only together
    /// with <see cref="Key"/>.
    /// </summary>
    public string? Endpoint { get; set; }

    /// <summary>An access key of the topic. Unset: managed identity, which needs the role EventGrid Data Sender.</summary>
    public string? Key { get; set; }

    /// <summary>
    /// For trying out: a topic inside the program, on a free loopback port, which prints what a subscriber would get. Excludes <see cref="Endpoint"/>. Default false.
    /// </summary>
    public bool Local { get; set; }

    /// <summary>Whether there is a topic.</summary>
    public bool IsConfigured => Local || Endpoint is not null;

    /// <returns>The settings that are wrong, each with what it may be.</returns>
    public IEnumerable<(string Setting, string Rule)> FindFaults()
    {
        if (
            Endpoint is not null
            && !(
                Uri.TryCreate(Endpoint, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            )
        )
            yield return (
                "EventGrid:Endpoint",
                "must be the https URL of an Event Grid topic, such as https://name.region-1.eventgrid.azure.net/api/events"
            );
        else if (Endpoint is not null && Key is null && !Endpoint.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            yield return (
                "EventGrid:Endpoint",
                "is an http URL; managed identity needs https, and an emulator needs OpsTrails:EventGrid:Key"
            );
        if (Key is not null && (Key.Length == 0 || !Key.All(c => c is > ' ' and <= '~')))
            yield return (
                "EventGrid:Key",
                "must be an access key of the topic, in printable ASCII characters without spaces; or leave it out for managed identity"
            );
        if (Key is not null && Endpoint is null)
            yield return ("EventGrid:Key", "is given without OpsTrails:EventGrid:Endpoint; give both, or neither");
        if (Local && Endpoint is not null)
            yield return ("EventGrid:Local", "and OpsTrails:EventGrid:Endpoint exclude each other; leave one of them out");
    }
}
