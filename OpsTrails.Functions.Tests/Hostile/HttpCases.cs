using System.Globalization;
using System.IO.Compression;
using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>Wrong in how it is sent rather than in what.</summary>
internal static class HttpCases
{
    private static readonly byte[] Good = Encoding.UTF8.GetBytes(HostileRequests.GoodEvent);

    private static readonly string[] NotTaken =
    [
        "text/plain",
        "text/json",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/octet-stream",
        "application/cloudevents+xml",
        "application/cloudevents",
        "application/vnd.api+json",
        "application/jsonx",
        "json",
        "*/*",
        "application/json, application/json",
        ";;;",
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "application/cloudevents+json; charset=utf-32",
    ];

    public static IEnumerable<HostileCase> All(HostileRequests to)
    {
        foreach (var type in NotTaken)
            yield return to.Event(type.Contains("charset", StringComparison.Ordinal) ? "charset" : "content type", type, Good, type);
        yield return to.Post("content type", "none", [], Good);
        yield return to.Post("content type", "two", ["Content-Type: application/json", "Content-Type: text/plain"], Good);
        foreach (var encoding in (string[])["gzip", "br", "deflate", "zstd", "identity, gzip", "x"])
            yield return to.Post(
                "content encoding",
                encoding,
                ["Content-Type: application/json", "Content-Encoding: " + encoding],
                encoding == "gzip" ? Gzip(Good) : Good
            );

        foreach (var bytes in new[] { 65_537, 100_000, 1_048_577, 10_000_000 })
        {
            var body = Padded(bytes);
            var name = bytes.ToString(CultureInfo.InvariantCulture);
            yield return to.Event("too large, structured", name, body, "application/cloudevents+json");
            yield return to.Event("too large, plain", name, body);
            yield return to.Post(
                "too large, chunked",
                name,
                ["Content-Type: application/json", "Transfer-Encoding: chunked"],
                Chunked(body)
            );
        }
        foreach (var framing in (string[])["zz\r\n", "-1\r\n", "FFFFFFFFFFFFFFFFFF\r\n", "5\r\nabcdefgh\r\n", "5 5\r\n"])
            yield return to.Post(
                "bad chunks",
                framing.Trim(),
                ["Content-Type: application/json", "Transfer-Encoding: chunked"],
                Encoding.ASCII.GetBytes(framing + "\r\n0\r\n\r\n")
            );

        foreach (var method in (string[])["PUT", "PATCH", "TRACE", "PROPFIND", "FOO"])
            yield return to.Send("method", method + " /events", method, "/api/v1/events");
        foreach (
            var origin in (string[])["", "two words", "K\u00f6ln", "tab\there", new string('o', 256), "a\r\nWebHook-Request-Origin: b"]
        )
            yield return new HostileCase(
                "handshake",
                origin,
                RawHttp.Request("OPTIONS", "/api/v1/events", ["WebHook-Request-Origin: " + origin], [])
            );
        foreach (
            var query in (string[])
                [
                    "after=",
                    "after=12",
                    "after=f-1",
                    "after=f01",
                    "after=f99999999999999999999",
                    "after=now&after=now",
                    "after=now&wait=31",
                    "after=now&wait=x",
                    "wait=5",
                    "after=now&from=-1h",
                    "after=now&limit=0",
                    "after=now&cursor=x",
                ]
        )
            yield return to.Send("long poll", query, "GET", "/api/v1/events?" + query);
        foreach (var query in (string[])["after=12", "wait=5", "limit=5", "from=-1h", "cursor=x", "severity=high", "after=now&after=now"])
            yield return to.Send("stream", query, "GET", "/api/v1/events/stream?" + query);
        foreach (var method in (string[])["POST", "PUT", "PATCH"])
            yield return to.Send("method", method + " /events/stream", method, "/api/v1/events/stream");
        foreach (var method in (string[])["POST", "PUT", "PATCH", "OPTIONS"])
            yield return to.Send("method", method + " /events/x", method, "/api/v1/events/x");
        foreach (var method in (string[])["PUT", "PATCH", "DELETE"])
            yield return to.ManageKeys("method", method + " /keys", method, "/api/v1/keys");
        foreach (
            var path in (string[])
                [
                    "/api/v1/",
                    "/api/v1/event",
                    "/api/v1/events/x/y",
                    "/api/v2/events",
                    "/api/v1//events",
                    "/api//v1/events",
                    "/api/v1/events;x=1",
                    "/prefix/api/v1/events",
                    "/api/v1/events%20",
                    "/api/v1/events.json",
                    "/admin/host",
                    "/api/v1/%65vents/x/y",
                ]
        )
            yield return to.Send("no such address", path, "POST", path, Good);
    }

    private static byte[] Padded(int bytes) =>
        Encoding.UTF8.GetBytes(
            HostileRequests.EventWith(
                "data",
                $$"""{"k":"{{new string('x', bytes - HostileRequests.EventWith("data", "{\"k\":\"\"}").Length)}}"}"""
            )
        );

    private static byte[] Chunked(byte[] body)
    {
        var framed = new MemoryStream();
        foreach (var chunk in body.Chunk(50_000))
        {
            framed.Write(Encoding.ASCII.GetBytes(chunk.Length.ToString("X", CultureInfo.InvariantCulture) + "\r\n"));
            framed.Write(chunk);
            framed.Write("\r\n"u8);
        }
        framed.Write("0\r\n\r\n"u8);
        return framed.ToArray();
    }

    private static byte[] Gzip(byte[] body)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(body);
        return packed.ToArray();
    }
}
