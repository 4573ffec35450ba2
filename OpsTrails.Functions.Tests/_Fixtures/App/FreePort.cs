using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace OpsTrails.Functions.Tests.Fixtures;

internal static class FreePort
{
    /// <summary>
    /// Below the ports that systems give out by themselves: none of the many tests beside this one is given it before it is taken.
    /// </summary>
    public static int Find()
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
