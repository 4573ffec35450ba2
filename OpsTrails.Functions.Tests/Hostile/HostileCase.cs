using System.Text;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hostile;

/// <summary>One request that has to be refused.</summary>
/// <param name="Class">The kind of fault.</param>
/// <param name="Name">The fault.</param>
/// <param name="Request">Every byte of it.</param>
/// <param name="PerItem">The request is a batch and well-formed as such: each of its items is refused instead.</param>
internal sealed record HostileCase(string Class, string Name, byte[] Request, bool PerItem = false)
{
    public override string ToString() => $"{Class} / {Name}";
}

/// <summary>Builds requests in which nothing is wrong but what the caller puts in.</summary>
internal sealed class HostileRequests(string key, string setupToken)
{
    public static IReadOnlyList<string> TextMembers { get; } =
    ["specversion", "type", "source", "time", "id", "subject", "severity", "version", "datacontenttype", "dataschema"];

    /// <summary>The key that is sent, for cases that put it where it does not belong.</summary>
    public string Key => key;

    /// <summary>A good event in which one member has this JSON for its value.</summary>
    public static string EventWith(string member, string json)
    {
        var members = new Dictionary<string, string>
        {
            ["specversion"] = "\"1.0\"",
            ["type"] = "\"t\"",
            ["source"] = "\"s\"",
            ["time"] = "\"NOW\"",
            ["id"] = "\"hostile\"",
            [member] = json,
        };
        return "{" + string.Join(',', members.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}";
    }

    public static string GoodEvent => EventWith("id", "\"hostile\"");

    public HostileCase Event(string kind, string name, string body, string contentType = "application/json") =>
        Event(kind, name, Encoding.UTF8.GetBytes(body), contentType);

    public HostileCase Event(string kind, string name, byte[] body, string contentType = "application/json") =>
        Post(kind, name, ["Content-Type: " + contentType], body);

    /// <summary>A batch that is fine as a batch.</summary>
    public HostileCase Items(string kind, string name, string body) =>
        Event(kind, name, body, "application/cloudevents-batch+json") with
        {
            PerItem = true,
        };

    public HostileCase Post(string kind, string name, IReadOnlyList<string> headers, byte[] body) =>
        new(kind, name, RawHttp.Request("POST", "/api/v1/events", ["Authorization: Bearer " + key, .. headers], body));

    public HostileCase Send(string kind, string name, string method, string target, byte[]? body = null) =>
        new(kind, name, RawHttp.Request(method, target, ["Authorization: Bearer " + key, "Content-Type: application/json"], body ?? []));

    public static HostileCase Unauthorized(string kind, string name, params string[] headers) =>
        new(
            kind,
            name,
            RawHttp.Request("POST", "/api/v1/events", ["Content-Type: application/json", .. headers], Encoding.UTF8.GetBytes(GoodEvent))
        );

    public HostileCase KeyRequest(string name, string body, string contentType = "application/json") =>
        KeyRequest(name, Encoding.UTF8.GetBytes(body), contentType);

    public HostileCase KeyRequest(string name, byte[] body, string contentType = "application/json") =>
        new(
            "key request",
            name,
            RawHttp.Request("POST", "/api/v1/keys", ["Authorization: Bearer " + setupToken, "Content-Type: " + contentType], body)
        );

    public HostileCase ManageKeys(string kind, string name, string method, string target, byte[]? body = null) =>
        new(
            kind,
            name,
            RawHttp.Request(method, target, ["Authorization: Bearer " + setupToken, "Content-Type: application/json"], body ?? [])
        );
}
