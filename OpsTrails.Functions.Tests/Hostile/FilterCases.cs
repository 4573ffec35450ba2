using System.Text;

namespace OpsTrails.Functions.Tests.Hostile;

internal static class FilterCases
{
    private static readonly (string Name, string Json)[] Saves =
    [
        ("nothing", ""),
        ("an array", "[]"),
        ("text", "\"x\""),
        ("null", "null"),
        ("no members", "{}"),
        ("no name", """{"query":""}"""),
        ("no query", """{"name":"x"}"""),
        ("null for a query", """{"name":"x","query":null}"""),
        ("a number for a name", """{"name":1,"query":""}"""),
        ("an empty name", """{"name":"","query":""}"""),
        ("a name of spaces", """{"name":" \u2003 ","query":""}"""),
        ("a long name", $$"""{"name":"{{new string('x', 101)}}","query":""}"""),
        ("a control character in a name", """{"name":"a\u0000","query":""}"""),
        ("half a surrogate pair", """{"name":"\ud800","query":""}"""),
        ("a list for a query", """{"name":"x","query":["a"]}"""),
        ("a long query", $$"""{"name":"x","query":"{{new string('ż', 1_001)}}"}"""),
        ("a line in a query", """{"name":"x","query":"a\nb"}"""),
        ("a query of a field that is none", """{"name":"x","query":"colour:red"}"""),
        ("a quote that is not closed", """{"name":"x","query":"\"a"}"""),
        ("a query of many values", $$"""{"name":"x","query":"{{string.Join(' ', Enumerable.Range(0, 101))}}"}"""),
        ("a day for a range", """{"name":"x","query":"","range":"2026-01-01"}"""),
        ("now for a range", """{"name":"x","query":"","range":"now"}"""),
        ("a range ahead", """{"name":"x","query":"","range":"7d"}"""),
        ("a range before the calendar", """{"name":"x","query":"","range":"-999999w"}"""),
        ("an empty range", """{"name":"x","query":"","range":""}"""),
        ("a number for a range", """{"name":"x","query":"","range":-7}"""),
        ("digits of another script", """{"name":"x","query":"","range":"-٧d"}"""),
        ("an unknown member", """{"name":"x","query":"","id":"f1"}"""),
        ("another's organization", """{"name":"x","query":"","organization":"oother"}"""),
        ("a member twice", """{"name":"x","name":"y","query":""}"""),
        ("a deep value", """{"name":"x","query":"","range":[[[[[[[1]]]]]]]}"""),
        ("too large", $$"""{"name":"x","query":"{{new string('x', 40_000)}}"}"""),
        ("cut off", """{"name":"x","que"""),
    ];

    public static IEnumerable<HostileCase> All(HostileRequests to)
    {
        foreach (var (name, json) in Saves)
            yield return to.Send("filter", name, "POST", "/api/v1/filters", Encoding.UTF8.GetBytes(json));
        yield return to.Send("filter", "invalid UTF-8", "POST", "/api/v1/filters", [0x7B, 0xFF, 0x7D]);
        yield return to.Send("filter", "replaced", "PUT", "/api/v1/filters", "{}"u8.ToArray());
        foreach (var id in (string[])["nothing", "filters", "..%2Ffilters", new('f', 2_000)])
            yield return to.Send("filter", "delete " + (id.Length > 20 ? "a long id" : id), "DELETE", "/api/v1/filters/" + id);
    }
}
