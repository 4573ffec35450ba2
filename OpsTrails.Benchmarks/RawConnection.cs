using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OpsTrails.Benchmarks;

/// <summary>An HTTP/1.1 connection with minimal work on the client, because both sides share the processor.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[256 * 1024];

    public async Task ConnectAsync(int port) => await _socket.ConnectAsync("127.0.0.1", port);

    /// <returns>The status of the response, after reading all of it.</returns>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        var sent = 0;
        while (sent < request.Length)
            sent += await _socket.SendAsync(request[sent..]);

        int length = 0,
            end;
        while ((end = _buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
            length += await ReceiveAsync(length);
        var head = Encoding.ASCII.GetString(_buffer, 0, end);
        var start = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase) + "Content-Length: ".Length;
        var line = head.IndexOf('\r', start);
        var body = int.Parse(head.AsSpan(start, (line < 0 ? head.Length : line) - start), CultureInfo.InvariantCulture);
        while (length < end + 4 + body)
            length += await ReceiveAsync(length);
        return int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    public static byte[] Post(string key, string body) =>
        Encoding.UTF8.GetBytes(
            $"POST /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
        );

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int at)
    {
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(at));
        return received > 0 ? received : throw new IOException("The server closed the connection.");
    }
}
