using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OpsTrails.Functions.Smoke;

/// <summary>A deployment that is being looked at, and what the checks so far have left for those to come.</summary>
internal sealed class SmokeRun(HttpClient client, Uri address, string key, Patience patience, TimeProvider clock)
{
    /// <summary>The source of every event that a run leaves behind.</summary>
    public const string Source = "//opstrails/smoke";

    private readonly string _id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private int _events;

    public HttpClient Client => client;

    public Uri Address => address;

    /// <summary>The key that was given.</summary>
    public string Key => key;

    public Patience Patience => patience;

    public TimeProvider Clock => clock;

    /// <summary>A key that may record: one made for this run where the given one can make keys. Null when there is none.</summary>
    public MadeKey? Writer { get; set; }

    /// <summary>A key of scope READ_ONLY made for this run.</summary>
    public MadeKey? Reader { get; set; }

    /// <summary>Keys that are still to be revoked.</summary>
    public List<string> MadeKeys { get; } = [];

    /// <summary>An event that was recorded in this run.</summary>
    public string? RecordedId { get; set; }

    /// <summary>Where a stream was left.</summary>
    public string? LeftAt { get; set; }

    /// <summary>An id that no other run uses.</summary>
    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"smoke-{_id}-{++_events}");

    public static string EventJson(string id) =>
        $$"""{"specversion":"1.0","type":"smoke","source":"{{Source}}","time":"NOW","severity":"LOW","id":"{{id}}"}""";

    /// <summary>An address as it is written, which no library is to tidy up.</summary>
    public Uri Uri(string path) =>
        new(
            address.GetLeftPart(UriPartial.Authority) + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );

    public HttpRequestMessage Request(HttpMethod method, string path, string? bearer = null, string? json = null)
    {
        var request = new HttpRequestMessage(method, Uri(path));
        if (bearer is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return request;
    }

    /// <param name="method">Of the request.</param>
    /// <param name="path">And query.</param>
    /// <param name="bearer">A key; none is sent when null.</param>
    /// <param name="json">A body.</param>
    /// <param name="headers">Each as <c>Name: value</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<SmokeAnswer> AskAsync(
        HttpMethod method,
        string path,
        string? bearer,
        CancellationToken cancel,
        string? json = null,
        params IEnumerable<string> headers
    )
    {
        using var request = Request(method, path, bearer, json);
        foreach (var header in headers)
            request.Headers.TryAddWithoutValidation(
                header[..header.IndexOf(':', StringComparison.Ordinal)],
                header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            );
        using var response = await client.SendAsync(request, cancel);
        return await SmokeAnswer.ReadAsync(response, cancel);
    }

    public Task<SmokeAnswer> GetAsync(string path, string? bearer, CancellationToken cancel) =>
        AskAsync(HttpMethod.Get, path, bearer, cancel);

    /// <summary>Records an event of this run.</summary>
    public Task<SmokeAnswer> RecordAsync(string id, CancellationToken cancel) =>
        AskAsync(HttpMethod.Post, "/api/v1/events", Writer!.Secret, cancel, EventJson(id));
}

/// <summary>A key to ask with.</summary>
internal sealed record MadeKey(string? Id, string Secret);

/// <summary>An answer, read whole.</summary>
internal sealed record SmokeAnswer(int Status, string Body, string? MediaType, IReadOnlyDictionary<string, string> Headers)
{
    public static async Task<SmokeAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancel) =>
        new(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(cancel),
            response.Content.Headers.ContentType?.MediaType,
            response
                .Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase)
        );

    /// <summary>The data of the envelope; of anything else, nothing.</summary>
    public JsonElement? Data => Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("data", out var data) ? data : null;

    /// <summary>Where to read on.</summary>
    public string? NextCursor =>
        Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;

    public JsonElement? Json
    {
        get
        {
            try
            {
                return JsonElement.Parse(Body);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <returns>What is wrong with the status; null for nothing.</returns>
    public string? Unless(params int[] expected) =>
        expected.Contains(Status)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"It was answered with {Status} instead of {expected[0]}.");

    /// <returns>What is wrong with the error; null for nothing.</returns>
    public string? UnlessError(int status, string code) =>
        Unless(status)
        ?? (
            Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("code", out var sent) && sent.GetString() == code
                ? null
                : $"The answer is not the JSON of {code}."
        );
}
