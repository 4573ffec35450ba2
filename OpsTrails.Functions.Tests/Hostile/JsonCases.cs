using System.Globalization;
using System.Text;

namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>What is no JSON, or JSON that no parser can be trusted with.</summary>
internal static class JsonCases
{
    private static readonly string[] NoNumbers =
    [
        "NaN",
        "Infinity",
        "-Infinity",
        "0x1F",
        "01",
        "-01",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "--1",
        "1_000",
        "1,5",
        "١",
        "1n",
        "0b1",
        "0o7",
    ];

    private static readonly string[] NoIntegers =
    [
        "1.5",
        "1e2",
        "1E2",
        "2147483648",
        "-2147483649",
        "99999999999999999999999999",
        "1e400",
        "-1e-400",
        "0.0",
        "-1.0",
        new string('9', 5_000),
    ];

    private static readonly (string Name, string Body)[] NoJson =
    [
        ("nothing", ""),
        ("a blank", " "),
        ("a line break", "\r\n"),
        ("a word", "hello"),
        ("HTML", "<html></html>"),
        ("a form", "specversion=1.0&type=t"),
        ("a NUL", "\0"),
        ("an open brace", "{"),
        ("a closing brace", "}"),
        ("an open bracket", "["),
        ("a closing bracket", "]"),
        ("a quote", "\""),
        ("a comma", ","),
        ("a colon", ":"),
        ("single quotes", GoodEvent.Replace('"', '\'')),
        ("names without quotes", "{specversion:\"1.0\"}"),
        ("TRUE", "TRUE"),
        ("undefined", "undefined"),
        ("None", "None"),
        ("a comma at the end", GoodEvent[..^1] + ",}"),
        ("two commas", GoodEvent.Replace(",", ",,", StringComparison.Ordinal)),
        ("no colon", GoodEvent.Replace(":", " ", StringComparison.Ordinal)),
        ("a bad escape", HostileRequests.EventWith("type", "\"a\\x41\"")),
        ("a short escape", HostileRequests.EventWith("type", "\"a\\u12\"")),
        ("a non-breaking space", "\u00A0" + GoodEvent),
    ];

    private static readonly string[] Trailers = ["x", "{}", "[]", ",", "}", "]", "\0", "null", "// end", GoodEvent, "\n" + GoodEvent];

    private static string GoodEvent => HostileRequests.GoodEvent;

    public static IEnumerable<HostileCase> All(HostileRequests to)
    {
        foreach (var (name, body) in NoJson)
            yield return to.Event("no JSON", name, body);
        for (var length = 1; length < GoodEvent.Length; length += 2)
            yield return to.Event("cut off", "after " + length.ToString(CultureInfo.InvariantCulture), GoodEvent[..length]);
        foreach (var trailer in Trailers)
            yield return to.Event(
                "something after the event",
                trailer.Length < 10 ? trailer
                    : trailer[0] == '{' ? "another event"
                    : "another event on a line of its own",
                GoodEvent + trailer
            );

        yield return to.Event("comment", "line", "// hi\n" + GoodEvent);
        yield return to.Event("comment", "block", "/* hi */" + GoodEvent);
        yield return to.Event("comment", "inside", GoodEvent.Replace(",", ",/**/", StringComparison.Ordinal));
        yield return to.Event("comment", "hash", "# hi\n" + GoodEvent);

        foreach (var number in NoNumbers)
        {
            yield return to.Event("no number in data", number, HostileRequests.EventWith("data", $$"""{"n":{{number}}}"""));
            yield return to.Event("no number in an extension", number, HostileRequests.EventWith("ext", number));
        }
        foreach (var number in NoIntegers)
            yield return to.Event("no 32-bit integer in an extension", Short(number), HostileRequests.EventWith("ext", number));

        foreach (var bytes in new[] { 100, 1_000, 1_001, 60_000, 1_000_000, 10_000_000 })
        {
            yield return to.Event("open brackets", bytes.ToString(CultureInfo.InvariantCulture), new string('[', bytes));
            yield return to.Event(
                "open objects",
                bytes.ToString(CultureInfo.InvariantCulture),
                string.Concat(Enumerable.Repeat("{\"a\":", bytes / 5))
            );
        }
        foreach (var depth in new[] { 64, 65, 100, 500, 990, 1_100, 5_000 })
        {
            yield return to.Event(
                "nested too deeply",
                "arrays " + depth.ToString(CultureInfo.InvariantCulture),
                HostileRequests.EventWith("data", $$"""{"a":{{new string('[', depth)}}{{new string(']', depth)}}}""")
            );
            yield return to.Event(
                "nested too deeply",
                "objects " + depth.ToString(CultureInfo.InvariantCulture),
                HostileRequests.EventWith("data", Nested(depth))
            );
        }

        foreach (var member in (string[])[.. HostileRequests.TextMembers, "ext", "data"])
            yield return to.Event(
                "a member twice",
                member,
                GoodEvent[..^1] + (member is "data" ? ",\"data\":{},\"data\":{}}" : $",\"{member}\":\"x\",\"{member}\":\"x\"}}")
            );
        yield return to.Event("a member twice", "once escaped", GoodEvent[..^1] + ",\"t\\u0079pe\":\"x\"}");
        yield return to.Event("a member twice", "once null", GoodEvent[..^1] + ",\"type\":null}");
        yield return to.Event("a member twice at depth", "in data", HostileRequests.EventWith("data", """{"a":1,"a":1}"""));
        yield return to.Event(
            "a member twice at depth",
            "in an object in data",
            HostileRequests.EventWith("data", """{"x":{"a":1,"b":2,"a":3}}""")
        );
        yield return to.Event(
            "a member twice at depth",
            "in an array in data",
            HostileRequests.EventWith("data", """{"x":[1,[{"a":1,"\u0061":1}]]}""")
        );
        yield return to.Event("a member twice at depth", "the empty name", HostileRequests.EventWith("data", """{"":1,"":2}"""));
    }

    private static string Nested(int depth)
    {
        var text = new StringBuilder();
        for (var i = 0; i < depth; i++)
            text.Append("{\"a\":");
        return text.Append("{}").Append('}', depth).ToString();
    }

    private static string Short(string text) => text.Length > 30 ? text[..30] + "…" : text;
}
