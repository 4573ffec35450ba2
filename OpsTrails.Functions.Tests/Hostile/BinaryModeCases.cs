using System.Text;

namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>Attributes in <c>ce-</c> headers.</summary>
internal static class BinaryModeCases
{
    private static readonly string[] Good = ["ce-specversion: 1.0", "ce-type: t", "ce-source: s", "ce-time: NOW", "ce-id: hostile"];

    public static IEnumerable<HostileCase> All(HostileRequests to)
    {
        foreach (var escape in (string[])["%0D%0A", "%0d%0aSet-Cookie:%20a=b", "%0A", "%00", "%1F", "%7F", "%C2%85", "a%09b"])
        {
            foreach (var name in (string[])["ce-type", "ce-id", "ce-subject", "ce-ext"])
                yield return Binary("header injection", $"{name} {escape}", [.. Without(name), $"{name}: x{escape}y"]);
        }
        foreach (var escape in (string[])["%FF", "%C3", "%C0%AF", "%ED%A0%80", "%F4%90%80%80", "%80", "%E2%82"])
            yield return Binary("percent escapes that are no UTF-8", escape, [.. Without("ce-type"), "ce-type: " + escape]);
        foreach (var name in (string[])["ce-id", "ce-type", "ce-source", "ce-ext"])
            yield return Binary("header repeated", name, [.. Good, $"{name}: a", $"{name}: a"]);
        foreach (var name in (string[])["ce-specversion", "ce-type", "ce-source", "ce-time"])
        {
            yield return Binary("header missing", name, Without(name));
            yield return Binary("header empty", name, [.. Without(name), name + ":"]);
        }
        foreach (
            var name in (string[])
                [
                    "ce-data",
                    "ce-datacontenttype",
                    "ce-organization",
                    "ce-data_base64",
                    "ce-foo_bar",
                    "ce-foo-bar",
                    "ce-x.y",
                    "ce-" + new string('x', 65),
                ]
        )
            yield return Binary("header of no attribute", name, [.. Good, name + ": x"]);
        yield return Binary("header too long", "ce-type", [.. Without("ce-type"), "ce-type: " + new string('x', 101)]);
        yield return Binary("header too long", "ce-subject", [.. Good, "ce-subject: " + new string('x', 51)]);
        foreach (
            var body in (string[])
                [
                    "x",
                    "[]",
                    "1",
                    "\"x\"",
                    "{} {}",
                    "{\"a\":1,}",
                    "{\"a\":NaN}",
                    "{\"a\":1,\"a\":2}",
                    "{\"a\":\"\\uD800\"}",
                    new string('[', 5_000),
                    "},\"type\":\"x\",\"data\":{",
                ]
        )
            yield return Binary("data in binary mode", body.Length > 30 ? body[..30] : body, Good, body);
        yield return to.Post("data in binary mode", "no Content-Type", Good, "{}"u8.ToArray());
        yield return to.Post("data in binary mode", "text", [.. Good, "Content-Type: text/plain"], "hello"u8.ToArray());
        yield return to.Post(
            "data in binary mode",
            "invalid UTF-8",
            [.. Good, "Content-Type: application/json"],
            [0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]
        );

        HostileCase Binary(string kind, string name, IEnumerable<string> headers, string body = "{}") =>
            to.Post(kind, name, [.. headers, "Content-Type: application/json"], Encoding.UTF8.GetBytes(body));
    }

    private static IEnumerable<string> Without(string name) =>
        Good.Where(header => !header.StartsWith(name + ":", StringComparison.Ordinal));
}
