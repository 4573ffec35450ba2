using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>What a Functions host sets for the program that it starts.</summary>
internal static class HostPort
{
    /// <summary>The setting of a free port.</summary>
    public static string Setting() => string.Create(CultureInfo.InvariantCulture, $"FUNCTIONS_CUSTOMHANDLER_PORT={Free()}");

    /// <summary>One that is below those which a system gives away by itself: none of the many tests beside this one is given it before it is taken.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // It is taken.
            }
        }
    }
}
