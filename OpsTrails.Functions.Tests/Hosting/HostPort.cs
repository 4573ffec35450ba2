using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>What a Functions host sets for the program that it starts.</summary>
internal static class HostPort
{
    /// <summary>The setting of a free port; between finding and taking it another process may be faster, but hardly.</summary>
    public static string Setting() => string.Create(CultureInfo.InvariantCulture, $"FUNCTIONS_CUSTOMHANDLER_PORT={Free()}");

    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
