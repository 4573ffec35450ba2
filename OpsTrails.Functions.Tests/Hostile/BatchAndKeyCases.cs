using System.Text;

namespace OpsTrails.Functions.Tests.Hostile;

internal static class BatchAndKeyCases
{
    private const string Batch = "application/cloudevents-batch+json";

    private static readonly (string Name, string Json)[] KeyRequests =
    [
        ("nothing", ""),
        ("an array", "[]"),
        ("text", "\"ci\""),
        ("null", "null"),
        ("no members", "{}"),
        ("no name", """{"scope":"ADMIN"}"""),
        ("no scope", """{"name":"ci"}"""),
        ("a number for a name", """{"name":1,"scope":"ADMIN"}"""),
        ("an empty name", """{"name":"","scope":"ADMIN"}"""),
        ("a long name", $$"""{"name":"{{new string('x', 101)}}","scope":"ADMIN"}"""),
        ("a control character", """{"name":"a\u0000","scope":"ADMIN"}"""),
        ("half a surrogate pair", """{"name":"\ud800","scope":"ADMIN"}"""),
        ("a scope in lower case", """{"name":"ci","scope":"admin"}"""),
        ("an unknown scope", """{"name":"ci","scope":"OWNER"}"""),
        ("a list of scopes", """{"name":"ci","scope":["ADMIN"]}"""),
        ("a number for a scope", """{"name":"ci","scope":2}"""),
        ("a past expiry", """{"name":"ci","scope":"ADMIN","expiresAt":"2020-01-01T00:00:00Z"}"""),
        ("an expiry without a zone", """{"name":"ci","scope":"ADMIN","expiresAt":"2099-01-01T00:00:00"}"""),
        ("an expiry of NOW", """{"name":"ci","scope":"ADMIN","expiresAt":"NOW"}"""),
        ("a number for an expiry", """{"name":"ci","scope":"ADMIN","expiresAt":4102444800}"""),
        ("an impossible expiry", """{"name":"ci","scope":"ADMIN","expiresAt":"2099-02-30T00:00:00Z"}"""),
        ("an expiry after the end of time", """{"name":"ci","scope":"ADMIN","expiresAt":"9999-12-31T23:59:59-01:00"}"""),
        ("an unknown member", """{"name":"ci","scope":"ADMIN","key":"ot_mine"}"""),
        ("another's organization", """{"name":"ci","scope":"ADMIN","organization":"oother"}"""),
        ("a member twice", """{"name":"ci","scope":"READ_ONLY","scope":"ADMIN"}"""),
        ("a member in another case", """{"Name":"ci","scope":"ADMIN"}"""),
        ("cut off", """{"name":"ci","scope":"ADM"""),
        ("something after it", """{"name":"ci","scope":"ADMIN"} x"""),
        ("nested too deeply", new string('[', 1_000)),
        ("too large", "{\"name\":\"" + new string('x', 20_000) + "\"}"),
        ("half a pair in a name", """{"\ud800":1,"name":"ci","scope":"ADMIN"}"""),
        ("a deep value", """{"name":"ci","scope":"ADMIN","expiresAt":[[[[[[[1]]]]]]]}"""),
    ];

    public static IEnumerable<HostileCase> All(HostileRequests to)
    {
        yield return to.Event(
            "batch",
            "501 events",
            "[" + string.Join(',', Enumerable.Repeat(HostileRequests.GoodEvent, 501)) + "]",
            Batch
        );
        yield return to.Event("batch", "501 numbers", "[" + string.Join(',', Enumerable.Repeat("1", 501)) + "]");
        yield return to.Event("batch", "one event, no array", HostileRequests.GoodEvent, Batch);
        yield return to.Event("batch", "cut off", "[" + HostileRequests.GoodEvent + ",", Batch);
        yield return to.Event("batch", "a comma at the end", "[" + HostileRequests.GoodEvent + ",]", Batch);
        yield return to.Event("batch", "an array as one event", "[" + HostileRequests.GoodEvent + "]", "application/cloudevents+json");
        yield return to.Event(
            "batch",
            "one bad byte",
            [.. Encoding.UTF8.GetBytes("[" + HostileRequests.GoodEvent + ",\""), 0xFF, .. "\"]"u8],
            Batch
        );
        yield return to.Event("batch", "lines instead of an array", HostileRequests.GoodEvent + "\n" + HostileRequests.GoodEvent, Batch);
        foreach (var body in (string[])["{}", "1", "null", "\"[]\"", ""])
            yield return to.Event("batch", "not an array: " + body, body, Batch);

        foreach (var item in (string[])["1", "null", "true", "\"x\"", "[]", "[[]]", "{}", "[" + HostileRequests.GoodEvent + "]"])
            yield return to.Items("batch of no events", item.Length > 20 ? "an event in an array" : item, $"[{item},{item}]");
        yield return to.Items("batch of bad events", "half a surrogate pair", $"[{HostileRequests.EventWith("type", "\"\\uDC00\"")}]");
        yield return to.Items("batch of bad events", "a member twice", $"[{HostileRequests.GoodEvent[..^1]},\"id\":\"x\"}}]");
        yield return to.Items(
            "batch of bad events",
            "nested too deeply",
            $"[{HostileRequests.EventWith("data", $$"""{"a":{{new string('[', 200)}}{{new string(']', 200)}}}""")}]"
        );
        yield return to.Items(
            "batch of bad events",
            "too large",
            $"[{HostileRequests.EventWith("data", $$"""{"a":"{{new string('x', 70_000)}}"}""")}]"
        );
        yield return to.Items(
            "batch of bad events",
            "500 without a type",
            "[" + string.Join(',', Enumerable.Repeat(HostileRequests.EventWith("type", "null"), 500)) + "]"
        );

        foreach (var (name, json) in KeyRequests)
            yield return to.KeyRequest(name, json);
        yield return to.KeyRequest("invalid UTF-8", [0x7B, 0xFF, 0x7D]);
        yield return to.KeyRequest("plain text", """{"name":"ci","scope":"ADMIN"}""", "text/plain");
        yield return to.KeyRequest("a form", "name=ci&scope=ADMIN", "application/x-www-form-urlencoded");
        yield return to.KeyRequest("UTF-16", Encoding.Unicode.GetBytes("""{"name":"ci","scope":"ADMIN"}"""));
    }
}
