using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Sends a body until the server takes no more of it, and counts what it took.</summary>
internal static class BodyFlood
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(2);

    /// <summary>What both ends of a connection hold in their buffers on Linux with its defaults, taken by nobody.</summary>
    public const int MaxInBuffers = 12 * 1024 * 1024;

    /// <param name="server">The address of the server.</param>
    /// <param name="method">The method.</param>
    /// <param name="target">The path and query.</param>
    /// <param name="headers">Headers beyond Host and the body's own.</param>
    /// <param name="total">How much is announced, or sent if it is all taken.</param>
    /// <param name="isChunked">Whether the length isn't announced.</param>
    /// <param name="piece">What the body repeats.</param>
    public static async Task<(long Taken, string Answer)> SendAsync(
        Uri server,
        string method,
        string target,
        IEnumerable<string> headers,
        long total,
        bool isChunked,
        byte[] piece
    )
    {
        var framing = isChunked
            ? "Transfer-Encoding: chunked"
            : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {total / piece.Length * piece.Length}");
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        var reading = ReadAsync(stream);
        await stream.WriteAsync(RawHttp.Request(method, target, [.. headers, framing], []));
        byte[] framed = isChunked
            ? [.. Encoding.ASCII.GetBytes(piece.Length.ToString("X", CultureInfo.InvariantCulture) + "\r\n"), .. piece, .. "\r\n"u8]
            : piece;
        long taken = 0;
        try
        {
            while (taken + piece.Length <= total)
            {
                using var pause = new CancellationTokenSource(MaxPause, TimeProvider.System);
                await stream.WriteAsync(framed, pause.Token);
                taken += piece.Length;
            }
            if (isChunked)
                await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The server has closed the connection, or reads no more.
        }
        return (taken, await reading);
    }

    /// <summary>Reads until the connection ends or nothing comes for a while.</summary>
    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var received = new StringBuilder();
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(3 * MaxPause, TimeProvider.System) is > 0 and var count)
                received.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // Closed with bytes of ours unread, or a stream that goes on.
        }
        return received.ToString();
    }
}
