using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Sends bytes as they are, on a connection of their own: what no HTTP library would let through.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <summary>A request with the headers every request needs, unless they are among those given.</summary>
    public static byte[] Request(string method, string target, IEnumerable<string> headers, byte[] body)
    {
        var head = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: localhost\r\n");
        var lines = headers.ToList();
        if (
            body.Length > 0
            && !lines.Any(line =>
                line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)
                || line.StartsWith("Transfer-Encoding:", StringComparison.OrdinalIgnoreCase)
            )
        )
            lines.Add("Content-Length: " + body.Length.ToString(CultureInfo.InvariantCulture));
        foreach (var line in lines)
            head.Append(line).Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    public static async Task<Answer> SendAsync(Uri server, byte[] request)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port, timeout.Token);
        var stream = client.GetStream();
        var sent = stream.WriteAsync(request, timeout.Token).AsTask();
        var answer = await ReadAsync(stream, timeout.Token);

        // An answer may come before everything is sent; what is left of the request is of no interest then.
        await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return answer;
    }

    private static async Task<Answer> ReadAsync(NetworkStream stream, CancellationToken cancel)
    {
        var received = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            if (TryRead(received.GetBuffer().AsSpan(0, (int)received.Length)) is { } answer)
                return answer;
            var count = await stream.ReadAsync(buffer, cancel);
            if (count == 0)
                throw new InvalidOperationException(
                    "The connection ended before the answer did: " + Encoding.Latin1.GetString(received.ToArray())
                );
            received.Write(buffer, 0, count);
        }
    }

    private static Answer? TryRead(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var lines = Encoding.Latin1.GetString(received[..end]).Split("\r\n");
        var headers = lines
            .Skip(1)
            .Select(line => line.Split(':', 2))
            .GroupBy(header => header[0].ToLowerInvariant(), header => header[1].Trim())
            .ToDictionary(header => header.Key, header => string.Join('\n', header));
        var length = headers.TryGetValue("content-length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        var body = received[(end + 4)..];
        return body.Length < length
            ? null
            : new Answer(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers, Encoding.UTF8.GetString(body[..length]));
    }
}
