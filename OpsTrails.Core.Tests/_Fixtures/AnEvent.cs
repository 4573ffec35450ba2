using System.Globalization;

namespace OpsTrails.Core.Tests.Fixtures;

/// <summary>Valid events as JSON, distinguished by their ids.</summary>
internal static class AnEvent
{
    public static string Json(
        string id,
        string source = "BE",
        string time = "NOW",
        string? subject = "STAGING",
        string? version = null,
        string? data = null,
        params string[] members
    )
    {
        List<string> parts =
        [
            "\"specversion\":\"1.0\"",
            "\"type\":\"deployment\"",
            $"\"source\":\"{source}\"",
            $"\"time\":\"{time}\"",
            $"\"id\":\"{id}\"",
        ];
        if (subject is not null)
            parts.Add($"\"subject\":\"{subject}\"");
        if (version is not null)
            parts.Add($"\"version\":\"{version}\"");
        if (data is not null)
            parts.Add($"\"data\":{data}");
        return "{" + string.Join(',', [.. parts, .. members]) + "}";
    }

    /// <summary>An event of exactly this many bytes.</summary>
    public static string OfBytes(string id, int bytes)
    {
        var empty = Json(id, data: """{"k":""}""");
        return Json(id, data: $$"""{"k":"{{new string('x', bytes - empty.Length)}}"}""");
    }

    public static string Batch(int count, string prefix = "b-", string time = "NOW") =>
        "["
        + string.Join(',', Enumerable.Range(0, count).Select(i => Json(prefix + i.ToString(CultureInfo.InvariantCulture), time: time)))
        + "]";
}
