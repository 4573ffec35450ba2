using System.Text;

namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>Well-formed JSON that is no event.</summary>
internal static class MemberCases
{
    private static readonly string[] NoText = ["1", "-1.5", "true", "false", "[]", "[\"x\"]", "{}"];

    private static readonly (string Member, int Longest)[] Lengths =
    [
        ("type", 100),
        ("source", 500),
        ("id", 200),
        ("subject", 50),
        ("version", 128),
        ("datacontenttype", 200),
        ("dataschema", 500),
        ("severity", 20),
        ("time", 64),
        ("specversion", 20),
    ];

    private static readonly string[] NoTimes =
    [
        "now!",
        "NOW ",
        " NOW",
        "yesterday",
        "2025-01-15",
        "2025-01-15T14:30:00",
        "2025-01-15 14:30",
        "1736951400",
        "1736951400000",
        "-1",
        "2025-02-30T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-00-10T00:00:00Z",
        "2025-01-15T24:00:00Z",
        "2025-01-15T23:60:00Z",
        "2025-01-15T23:59:61Z",
        "2025-01-15T14:30:00+25:00",
        "2025-01-15T14:30:00 CET",
        "15/01/2025",
        "Thu, 15 Jan 2025 14:30:00 +0200",
        "Wed, 15 Jan 2025 14:30:00",
        "Wed, 15 Jan 2025 14:30:00 PST",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-14:00",
        "0001-01-01T00:00:00+14:00",
        "0000-00-00T00:00:00Z",
        "2025-W03-3T00:00:00Z",
        "2025-015T00:00:00Z",
        "٢٠٢٥-01-15T14:30:00Z",
        "PT1H",
        "20250115T143000Z",
    ];

    private static readonly string[] NoNames =
    [
        "Type",
        "TYPE",
        "specVersion",
        "Source",
        "ID",
        "dataContentType",
        "createdAt",
        "Data",
        "sub-ject",
        "foo_bar",
        "fooBar",
        "",
        " ",
        "type ",
        "名前",
        "a.b",
        "$schema",
        "__proto__",
        new string('y', 65),
        new string('x', 5_000),
    ];

    public static IEnumerable<HostileCase> All(HostileRequests to)
    {
        foreach (var json in (string[])["null", "1", "-1e5", "true", "\"x\"", "\"\"", "{}"])
            yield return to.Event("no event", json, json, "application/cloudevents+json");
        foreach (var member in HostileRequests.TextMembers)
        {
            foreach (var json in NoText)
                yield return to.Event("wrong type", $"{member} {json}", HostileRequests.EventWith(member, json));
            if (member is not ("subject" or "version"))
                yield return to.Event("empty", member, HostileRequests.EventWith(member, "\"\""));
        }
        foreach (var json in (string[])["\"x\"", "\"\"", "1", "true", "[]", "[{}]"])
            yield return to.Event("wrong type", "data " + json, HostileRequests.EventWith("data", json));
        foreach (var json in (string[])["[]", "{}", "[1]", "{\"a\":1}"])
            yield return to.Event("wrong type of an extension", json, HostileRequests.EventWith("ext", json));
        foreach (var json in NoText)
        {
            yield return to.Event(
                "wrong type in data",
                "description " + json,
                HostileRequests.EventWith("data", $$"""{"description":{{json}}}""")
            );
            yield return to.Event(
                "wrong type in data",
                "timezone " + json,
                HostileRequests.EventWith("data", $$"""{"timezone":{{json}}}""")
            );
        }

        foreach (var (member, longest) in Lengths)
        {
            yield return to.Event("too long", member, HostileRequests.EventWith(member, $"\"{new string('x', longest + 1)}\""));
            yield return to.Event("far too long", member, HostileRequests.EventWith(member, $"\"{new string('x', 60_000)}\""));
            yield return to.Event(
                "too long in emoji",
                member,
                HostileRequests.EventWith(member, $"\"{string.Concat(Enumerable.Repeat("\U0001F600", longest + 1))}\"")
            );
        }
        yield return to.Event(
            "too long",
            "description",
            HostileRequests.EventWith("data", $$"""{"description":"{{new string('x', 1_001)}}"}""")
        );
        yield return to.Event("too long", "timezone", HostileRequests.EventWith("data", $$"""{"timezone":"{{new string('x', 51)}}"}"""));

        foreach (var member in (string[])["specversion", "type", "source", "time"])
            yield return to.Event("missing", member, HostileRequests.EventWith(member, "null"));
        foreach (var version in (string[])["0.3", "1", "1.0.2", "1.1", "2.0", " 1.0", "1.0 "])
            yield return to.Event("another specversion", version, HostileRequests.EventWith("specversion", $"\"{version}\""));
        foreach (var severity in (string[])["low", "High", "CRITICAL ", "P1", "0", "LOW,MAJOR"])
            yield return to.Event("no severity", severity, HostileRequests.EventWith("severity", $"\"{severity}\""));
        foreach (var source in (string[])["", " ", "\u200B\u00A0", "a\u2028b", "a\\tb", "a\\u0000b", "\\uD800", "a\\uFFFFb"])
            yield return to.Event("no source", source, HostileRequests.EventWith("source", $"\"{source}\""));
        foreach (var time in NoTimes)
            yield return to.Event("no time", time, HostileRequests.EventWith("time", $"\"{time}\""));
        foreach (var name in NoNames)
        {
            yield return to.Event("unknown member", name.Length > 30 ? name[..30] : name, HostileRequests.EventWith(name, "\"x\""));
            yield return to.Event(
                "unknown member that is null",
                name.Length > 30 ? name[..30] : name,
                HostileRequests.EventWith(name, "null")
            );
        }
        foreach (var json in (string[])["\"x\"", "null", "{}"])
            yield return to.Event("reserved member", "organization " + json, HostileRequests.EventWith("organization", json));
        foreach (var json in (string[])["\"x\"", "\"\"", "\"e30\"", "\"W10=\"", "\"bnVsbA==\"", "\"/w==\"", "1", "{}", "\"\\uD800\""])
            yield return to.Event("data in Base64", json, HostileRequests.EventWith("data_base64", json));
        yield return to.Event(
            "data in Base64",
            "nested too deeply",
            HostileRequests.EventWith("data_base64", $"\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('[', 5_000)))}\"")
        );
        yield return to.Event(
            "data in Base64",
            "beside data",
            HostileRequests.EventWith("data_base64", "\"e30=\"")[..^1] + ",\"data\":{}}"
        );
        yield return to.Event(
            "too many extensions",
            "21",
            HostileRequests.GoodEvent[..^1] + "," + string.Join(',', Enumerable.Range(0, 21).Select(i => $"\"x{i}\":1")) + "}"
        );
    }
}
