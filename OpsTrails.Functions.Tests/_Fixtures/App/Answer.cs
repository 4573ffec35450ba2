using System.Text;
using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>What came back over HTTP. Header names are in lower case; a header that came more than once is joined by a line feed.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Fails when the body is no JSON, whatever the status.</summary>
    public JsonElement Json => JsonElement.Parse(Body);

    public JsonElement Data => Json.GetProperty("data");

    public string Code => Json.GetProperty("code").GetString()!;

    public string Error => Json.GetProperty("error").GetString()!;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var headers = response
            .Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join('\n', header.Value));
        return new Answer((int)response.StatusCode, headers, Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync()));
    }
}

internal static class Asking
{
    public static Task<Answer> RecordAsync(this HttpClient client, string json, string mediaType = "application/json") =>
        client.AskAsync(HttpMethod.Post, "/api/v1/events", json, mediaType);

    public static Task<Answer> AskAsync(this HttpClient client, string path) => client.AskAsync(HttpMethod.Get, path);

    public static async Task<Answer> AskAsync(
        this HttpClient client,
        HttpMethod method,
        string path,
        string? json = null,
        string mediaType = "application/json",
        params string[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, mediaType);
        foreach (var header in headers)
            request.Headers.TryAddWithoutValidation(
                header[..header.IndexOf(':', StringComparison.Ordinal)],
                header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            );
        using var response = await client.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
