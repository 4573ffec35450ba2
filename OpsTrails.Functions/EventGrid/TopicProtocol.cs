using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace OpsTrails.Functions.EventGrid;

/// <summary>Event Grid's answers to publish requests, as observed on the wire.</summary>
internal static class TopicProtocol
{
    private const string Path = "/api/events";

    private const int MaxBytes = 1024 * 1024;
    private const int MaxReadBytes = 4 * MaxBytes;
    private const string ApiVersion = "2018-01-01";
    private const string KeyHeader = "aeg-sas-key";
    private const string BatchType = "application/cloudevents-batch+json";

    /// <summary>Starts a server on a free loopback port that answers every request.</summary>
    public static async Task<WebApplication> ListenAsync(RequestDelegate answer)
    {
        // An empty builder, because the program's own settings (such as --urls) must not apply here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxReadBytes);
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }

    public static Uri EndpointOf(WebApplication app) => new(new Uri(app.Urls.First()), Path);

    /// <summary>Stops without waiting for requests in progress.</summary>
    public static async Task EndAsync(WebApplication app)
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    /// <returns>The status and message of the answer, and the events of the body; none if the body is invalid.</returns>
    public static async Task<(int Status, string Message, IReadOnlyList<JsonElement> Events)> ReadAsync(HttpRequest request, string key)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return Read(request, key, body.ToArray());
    }

    public static Task WriteAsync(HttpResponse response, int status, string message)
    {
        response.StatusCode = status;
        return status == StatusCodes.Status200OK
            ? Task.CompletedTask
            : response.WriteAsJsonAsync(new { error = new { code = "Refused", message } });
    }

    private static (int Status, string Message, IReadOnlyList<JsonElement> Events) Read(HttpRequest request, string key, byte[] body)
    {
        if (!HttpMethods.IsPost(request.Method) || request.Path != Path)
            return (StatusCodes.Status404NotFound, "No topic has this address.", []);
        if (request.Query["api-version"] != ApiVersion)
            return (StatusCodes.Status400BadRequest, $"The api-version is not {ApiVersion}.", []);
        if (request.Headers[KeyHeader] != key)
            return (StatusCodes.Status401Unauthorized, $"The header {KeyHeader} is not a key of this topic.", []);
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(BatchType, StringComparison.OrdinalIgnoreCase)
        )
            return (StatusCodes.Status415UnsupportedMediaType, $"The content type is not {BatchType}.", []);
        if (body.Length > MaxBytes)
            return (StatusCodes.Status413PayloadTooLarge, $"The request has more than {MaxBytes} bytes.", []);
        try
        {
            using var json = JsonDocument.Parse(body);
            List<JsonElement> events = [.. json.RootElement.EnumerateArray().Select(e => e.Clone())];
            return events.Select(CloudEventRules.Check).FirstOrDefault(error => error is not null) is { } wrong
                ? (StatusCodes.Status400BadRequest, wrong, events)
                : (StatusCodes.Status200OK, "", events);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (
                StatusCodes.Status400BadRequest,
                "The body is not a JSON array. " + Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(e.Message)),
                []
            );
        }
    }
}
