using System.Text;

namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>Bytes that are no Unicode, and Unicode that no attribute holds.</summary>
internal static class EncodingCases
{
    private static readonly (string Name, byte[] Bytes)[] NoUtf8 =
    [
        ("a continuation byte alone", [0x80]),
        ("two continuation bytes", [0xBF, 0xBF]),
        ("a lead of two cut off", [0xC3]),
        ("a lead of three cut off", [0xE2, 0x82]),
        ("a lead of four cut off", [0xF0, 0x9F, 0x98]),
        ("overlong slash in two", [0xC0, 0xAF]),
        ("overlong slash in three", [0xE0, 0x80, 0xAF]),
        ("overlong slash in four", [0xF0, 0x80, 0x80, 0xAF]),
        ("overlong NUL", [0xC0, 0x80]),
        ("a high surrogate", [0xED, 0xA0, 0x80]),
        ("a low surrogate", [0xED, 0xB0, 0x80]),
        ("a surrogate pair (CESU-8)", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]),
        ("beyond U+10FFFF", [0xF4, 0x90, 0x80, 0x80]),
        ("five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]),
        ("six bytes", [0xFC, 0x84, 0x80, 0x80, 0x80, 0x80]),
        ("FE", [0xFE]),
        ("FF", [0xFF]),
        ("Latin-1 é", [0xE9]),
    ];

    private static readonly (string Name, string Json)[] HalfPairs =
    [
        ("high", "\\uD83D"),
        ("low", "\\uDE00"),
        ("reversed", "\\uDE00\\uD83D"),
        ("high twice", "\\uD83D\\uD83D"),
        ("high then text", "\\uD83Dx"),
        ("in upper case escapes", "x\\uDFFF"),
    ];

    private static readonly string[] FreeTextMembers =
    [
        "type",
        "source",
        "id",
        "subject",
        "version",
        "datacontenttype",
        "dataschema",
        "ext",
    ];

    public static IEnumerable<HostileCase> All(HostileRequests to)
    {
        foreach (var (name, bytes) in NoUtf8)
        {
            yield return to.Event("invalid UTF-8 in an attribute", name, Splice(HostileRequests.EventWith("type", "\"a@b\""), bytes));
            yield return to.Event("invalid UTF-8 in data", name, Splice(HostileRequests.EventWith("data", "{\"k\":\"@\"}"), bytes));
        }
        yield return to.Event("invalid UTF-8 in a name", "in data", Splice(HostileRequests.EventWith("data", "{\"@\":1}"), [0xFF]));
        yield return to.Event("invalid UTF-8 in a name", "of a member", Splice(HostileRequests.EventWith("@", "1"), [0xC3, 0x28]));
        yield return to.Event("invalid UTF-8 around the event", "before", [0xFF, .. Encoding.UTF8.GetBytes(HostileRequests.GoodEvent)]);
        yield return to.Event("invalid UTF-8 around the event", "after", [.. Encoding.UTF8.GetBytes(HostileRequests.GoodEvent), 0xC0]);

        foreach (var member in FreeTextMembers)
        {
            yield return to.Event("half a surrogate pair", member, HostileRequests.EventWith(member, "\"a\\uD800\""));
            yield return to.Event("NUL escaped", member, HostileRequests.EventWith(member, "\"a\\u0000b\""));
            yield return to.Event("NUL raw", member, HostileRequests.EventWith(member, "\"a\0b\""));
            yield return to.Event("control character escaped", member, HostileRequests.EventWith(member, "\"a\\u001Fb\""));
            yield return to.Event("control character beyond ASCII", member, HostileRequests.EventWith(member, "\"a\u0085b\""));
            yield return to.Event("line break escaped", member, HostileRequests.EventWith(member, "\"a\\r\\nb\""));
            yield return to.Event("line break raw", member, HostileRequests.EventWith(member, "\"a\nb\""));
            yield return to.Event("noncharacter", member, HostileRequests.EventWith(member, "\"a\\uFFFEb\""));
        }
        foreach (var (name, json) in HalfPairs)
        {
            yield return to.Event("half a surrogate pair", name, HostileRequests.EventWith("subject", $"\"{json}\""));
            yield return to.Event(
                "half a surrogate pair in data",
                name,
                HostileRequests.EventWith("data", $$"""{"deep":[{"k":"{{json}}"}]}""")
            );
            yield return to.Event("half a surrogate pair in a name", name, HostileRequests.EventWith("data", $$"""{"{{json}}":1}"""));
            yield return to.Event("half a surrogate pair in the name of a member", name, HostileRequests.EventWith(json, "1"));
        }
        yield return to.Event("control character escaped", "DEL", HostileRequests.EventWith("type", "\"a\\u007Fb\""));
        yield return to.Event("control character escaped", "tab", HostileRequests.EventWith("subject", "\"a\\tb\""));
        yield return to.Event("control character escaped", "backspace", HostileRequests.EventWith("version", "\"a\\bb\""));
        yield return to.Event("control character raw", "tab", HostileRequests.EventWith("subject", "\"a\tb\""));
        yield return to.Event("control character raw", "in data", HostileRequests.EventWith("data", "{\"k\":\"a\u0001b\"}"));
        yield return to.Event("noncharacter", "U+FDD0", HostileRequests.EventWith("type", "\"\uFDD0\""));
        yield return to.Event("noncharacter", "U+1FFFF", HostileRequests.EventWith("type", "\"\\uD83F\\uDFFF\""));

        foreach (
            var encoding in new[]
            {
                Encoding.Unicode,
                Encoding.BigEndianUnicode,
                Encoding.UTF32,
                new UTF32Encoding(bigEndian: true, byteOrderMark: true),
            }
        )
        {
            yield return to.Event("another encoding", encoding.WebName, encoding.GetBytes(HostileRequests.GoodEvent));
            yield return to.Event(
                "another encoding",
                encoding.WebName + " with a byte-order mark",
                [.. encoding.GetPreamble(), .. encoding.GetBytes(HostileRequests.GoodEvent)]
            );
        }
    }

    private static byte[] Splice(string text, byte[] bytes)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return [.. Encoding.UTF8.GetBytes(text[..at]), .. bytes, .. Encoding.UTF8.GetBytes(text[(at + 1)..])];
    }
}
