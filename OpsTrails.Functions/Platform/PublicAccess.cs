using System.Net;

namespace OpsTrails.Functions.Platform;

/// <summary>Reads the settings of how callers reach the program: its public address, and the proxies in front of it.</summary>
internal static class PublicAccess
{
    /// <returns>Null when the text is not an http or https URL of a scheme and host alone.</returns>
    public static Uri? ReadUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? url
            : null;

    /// <summary>Reads addresses and networks in CIDR notation, separated by commas.</summary>
    /// <param name="text">Null for none.</param>
    /// <param name="unreadable">The first part that is neither; null when all could be read.</param>
    public static IReadOnlyList<IPNetwork> ReadNetworks(string? text, out string? unreadable)
    {
        var networks = new List<IPNetwork>();
        unreadable = null;
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
                networks.Add(network);
            else if (IPAddress.TryParse(part, out var address))
                networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else
                unreadable ??= part;
        }
        return networks;
    }
}
