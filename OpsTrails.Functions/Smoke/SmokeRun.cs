using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OpsTrails.Functions.Smoke;

/// <summary>The deployment to check, and state that earlier checks pass to later ones.</summary>
internal sealed class SmokeRun(HttpClient client, Uri address, string key, SmokeTimeouts timeouts, TimeProvider clock)
{
    /// <summary>The source of all events of a run. They stay in the store.</summary>
    public const string Source = "//opstrails/smoke";

    private readonly string _id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private int _events;

    public HttpClient Client => client;

    public Uri Address => address;

    /// <summary>The key from the command line.</summary>
    public string Key => key;

    public SmokeTimeouts Timeouts => timeouts;

    public TimeProvider Clock => clock;

    /// <summary>A key that can record: created for this run, or the given one if it can't create keys. Null if there is none.</summary>
    public MadeKey? Writer { get; set; }

    /// <summary>A key of scope READ_ONLY, created for this run.</summary>
    public MadeKey? Reader { get; set; }

    /// <summary>Ids of created keys that aren't revoked yet.</summary>
    public List<string> MadeKeys { get; } = [];

    /// <summary>Id of an event that this run recorded.</summary>
    public string? RecordedId { get; set; }

    /// <summary>Cursor of the last event of the first stream.</summary>
    public string? LeftAt { get; set; }

    /// <summary>A new event id, unique among all runs.</summary>
    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"smoke-{_id}-{++_events}");

    public static string EventJson(string id) =>
        $$"""{"specversion":"1.0","type":"smoke","source":"{{Source}}","time":"NOW","severity":"LOW","id":"{{id}}"}""";

    /// <summary>Keeps the path as written: checks send paths that canonicalization would change.</summary>
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

    /// <param name="method">The HTTP method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="bearer">The key; null for none.</param>
    /// <param name="json">The body; null for none.</param>
    /// <param name="headers">Headers as <c>Name: value</c>.</param>
    /// <param name="cancel">Cancels the request.</param>
    public async Task<SmokeAnswer> SendAsync(
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
        SendAsync(HttpMethod.Get, path, bearer, cancel);

    public Task<SmokeAnswer> RecordAsync(string id, CancellationToken cancel) =>
        SendAsync(HttpMethod.Post, "/api/v1/events", Writer!.Secret, cancel, EventJson(id));
}

/// <param name="Id">Null for the given key.</param>
/// <param name="Secret">Sent as the Bearer value.</param>
internal sealed record MadeKey(string? Id, string Secret);

/// <summary>An HTTP answer with its whole body.</summary>
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

    /// <summary>The envelope's <c>data</c>; null if there is none.</summary>
    public JsonElement? Data => Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("data", out var data) ? data : null;

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

    /// <returns>The problem with the status; null if it is expected.</returns>
    public string? Unless(params int[] expected) =>
        expected.Contains(Status) ? null : string.Create(CultureInfo.InvariantCulture, $"The status is {Status} instead of {expected[0]}.");

    /// <returns>The problem with the error; null if it is expected.</returns>
    public string? UnlessError(int status, string code) =>
        Unless(status)
        ?? (
            Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("code", out var sent) && sent.GetString() == code
                ? null
                : $"The answer is not a JSON error with the code {code}."
        );
}
