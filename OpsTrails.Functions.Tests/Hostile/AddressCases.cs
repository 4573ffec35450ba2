namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>Ids and queries that try to reach what is no event of theirs.</summary>
internal static class AddressCases
{
    private static readonly string[] Ids =
    [
        "..%2Fkeys",
        "..%5Ckeys",
        "%2e%2e%2fkeys",
        "..%252F..%252Fkeys",
        "....//keys",
        "%2F",
        "%2F%2F",
        "%5C",
        "a%2F..%2Fb",
        "i~0000",
        "i~" + "0",
        "j~",
        "j~0000000000000000000~00",
        "n",
        "s~0000000000000000001",
        "~",
        "~~",
        "=e",
        "=h",
        "%25",
        "%2525",
        "%FF",
        "%C0%AF",
        "%ED%A0%80",
        "%zz",
        "%",
        "%0D%0ASet-Cookie:x",
        "%01",
        "%7F",
        "%20",
        "+",
        "*",
        "'",
        "%22",
        "'%20or%20''eq'",
        "%3Cscript%3E",
        "$filter",
        "%F0%9F%98%80",
        "null",
        "undefined",
    ];

    private static readonly string[] Queries =
    [
        "?source=",
        "?source=%00",
        "?source=../..",
        "?source=~",
        "?source=a&source=b",
        "?source=%FF",
        "?source[]=x",
        "?",
        "?&&&",
        "?source=%F0%9F%98%80",
        "?select=*&$filter=true",
        "?source=j~",
    ];

    public static IEnumerable<HostileCase> All(HostileRequests to)
    {
        foreach (var id in Ids)
            yield return to.Send("id that names no event", id, "GET", "/api/v1/events/" + id);
        yield return to.Send("id that names no event", "an API key", "GET", "/api/v1/events/" + to.Key);
        yield return to.Send("id that names no event", "8,000 characters", "GET", "/api/v1/events/" + new string('x', 7_000));
        foreach (var query in Queries)
            yield return to.Send("query", query, "GET", "/api/v1/events/none" + query);
        yield return to.Send("query", "7,000 characters", "GET", "/api/v1/events/none?source=" + new string('x', 7_000));
        foreach (var id in (string[])["x", "~", "%2F", "..%2Fevents", "org~x", "hash", "%F0%9F%98%80", "=h", new string('k', 2_000)])
            yield return to.ManageKeys("id of no key", id.Length > 30 ? id[..30] : id, "DELETE", "/api/v1/keys/" + id);
    }
}
