using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Live;

public sealed class SlowClientTests
{
    private const int Events = 250;
    private const int BytesEach = 60_000;

    [Fact]
    public async Task A_client_that_does_not_read_is_dropped_and_goes_on_from_its_last_id_with_nothing_lost()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(null, clock.AddTo, "OpsTrails:Live:StreamLifetime=01:00:00");
        var key = await app.CreateKeyAsync();
        using var client = app.ClientWith(key);
        using var dropped = new LiveMetric(app, "opstrails.live.dropped");
        using var present = new LiveMetric(app, "opstrails.live.readers");
        using var quick = await SseReader.OpenedAsync(client);
        using var slow = await ConnectAsync(app, key);
        await Eventually.TrueAsync(() => present.Sum == 2);

        string[] ids = [.. Enumerable.Range(0, Events).Select(i => "e" + i.ToString(CultureInfo.InvariantCulture))];
        var reading = quick.NextIdsAsync(Events);
        await app.RecordAsync([.. ids.Select(id => AnEvent.OfBytes(id, BytesEach))]);
        var read = await reading;

        // When the slow one comes to be stuck is not known: the clock goes on until it is dropped.
        await Eventually.TrueAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return dropped.Sum == 1 && present.Sum == 1;
        });
        var got = await ReadToEndAsync(slow);

        // What the program held back for it is what sockets hold, not what was recorded.
        Assert.Equal(ids.Order(), read.Order());
        Assert.InRange(got.Length, 0, Events * BytesEach * 2 / 3);
        var blocks = got[..(got.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)].Split("\n\n");
        var last =
            blocks.SelectMany(block => block.Split('\n')).LastOrDefault(line => line.StartsWith("id: ", StringComparison.Ordinal))?[4..]
            ?? "f0";
        var had = int.Parse(last.AsSpan(1), CultureInfo.InvariantCulture);
        using var again = await SseReader.OpenedAsync(client, lastEventId: last);
        Assert.Equal(read.Skip(had), await again.NextIdsAsync(Events - had));
        Assert.DoesNotContain(app.Log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    private static async Task<Socket> ConnectAsync(TestApp app, string key)
    {
        var address = app.Client.BaseAddress!;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(RawHttp.Request("GET", "/api/v1/events/stream", ["Authorization: Bearer " + key], []));
        return socket;
    }

    /// <summary>What the socket still holds, without the framing of chunks.</summary>
    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            for (var read = await socket.ReceiveAsync(buffer); read > 0; read = await socket.ReceiveAsync(buffer))
                received.Write(buffer, 0, read);
        }
        catch (SocketException)
        {
            // It was cut off.
        }
        return Unframe(Encoding.UTF8.GetString(received.ToArray()));
    }

    private static string Unframe(string http)
    {
        var body = new StringBuilder();
        for (
            var at = http.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            at >= 4 && http.IndexOf("\r\n", at, StringComparison.Ordinal) is var end and > 0;

        )
        {
            var length = int.Parse(http.AsSpan(at, end - at), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(http.AsSpan(end + 2, Math.Min(length, http.Length - end - 2)));
            at = end + 2 + length + 2;
            if (at >= http.Length)
                break;
        }
        return body.ToString();
    }
}
