using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace OpsTrails.Functions.EventGrid;

/// <summary>
/// A topic on a free loopback port that speaks what was measured of Event Grid's wire: for trying out and for tests. What it takes it hands
/// over at once; it keeps nothing.
/// </summary>
internal sealed class LocalTopic : IAsyncDisposable
{
    private const int MostBytes = 1024 * 1024;
    private const string ApiVersion = "2018-01-01";
    private const string KeyHeader = "aeg-sas-key";
    private const string BatchType = "application/cloudevents-batch+json";

    private readonly WebApplication _app;
    private readonly LocalTopicSettings _settings;
    private int _requests;

    private LocalTopic(WebApplication app, LocalTopicSettings settings)
    {
        (_app, _settings) = (app, settings);
        Key = settings.Key ?? RandomNumberGenerator.GetHexString(32);
    }

    public Uri Endpoint => new(new Uri(_app.Urls.First()), "/api/events");

    public string Key { get; }

    /// <summary>How many requests came, whatever became of them.</summary>
    public int Requests => Volatile.Read(ref _requests);

    public static async Task<LocalTopic> StartAsync(LocalTopicSettings settings)
    {
        // Nothing of the settings of the program beside it.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{settings.Port}"));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var topic = new LocalTopic(app, settings);
        app.Run(topic.AnswerAsync);
        await app.StartAsync();
        return topic;
    }

    /// <summary>Prints an event on one line, as a subscriber gets it. Control characters, which could speak to the terminal, are left out.</summary>
    public static void Print(JsonElement e) =>
        Console.Out.WriteLine("topic <- " + string.Concat(e.GetRawText().Where(c => !char.IsControl(c))));

    public async ValueTask DisposeAsync()
    {
        // Who is still being answered is not waited for.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _requests);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var (status, message, events) = Read(context.Request, body.ToArray());
        var fault = await _settings.Fault(new TopicRequest(number, events, HeadersOf(context.Request), context.RequestAborted));
        if (status == StatusCodes.Status200OK && (fault is null || fault.IsDelivered))
        {
            foreach (var e in events)
                _settings.Delivered(e);
        }
        if (fault is { Status: 0 })
        {
            context.Abort();
            return;
        }
        (status, message) = fault is null ? (status, message) : (fault.Status, fault.Message);
        context.Response.StatusCode = status;
        if (fault?.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (status != StatusCodes.Status200OK)
            await context.Response.WriteAsJsonAsync(new { error = new { code = "Refused", message } });
    }

    private static Dictionary<string, string> HeadersOf(HttpRequest request) =>
        request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());

    private (int Status, string Message, IReadOnlyList<JsonElement> Events) Read(HttpRequest request, byte[] body)
    {
        if (!HttpMethods.IsPost(request.Method) || request.Path != Endpoint.AbsolutePath)
            return (StatusCodes.Status404NotFound, "There is no topic at this address.", []);
        if (request.Query["api-version"] != ApiVersion)
            return (StatusCodes.Status400BadRequest, $"The api-version is not {ApiVersion}.", []);
        if (request.Headers[KeyHeader] != Key)
            return (StatusCodes.Status401Unauthorized, $"The header {KeyHeader} holds no key of this topic.", []);
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals(BatchType, StringComparison.OrdinalIgnoreCase)
        )
            return (StatusCodes.Status415UnsupportedMediaType, $"The content type is not {BatchType}.", []);
        if (body.Length > MostBytes)
            return (StatusCodes.Status413PayloadTooLarge, $"The request has more than {MostBytes} bytes.", []);
        try
        {
            using var json = JsonDocument.Parse(body);
            List<JsonElement> events = [.. json.RootElement.EnumerateArray().Select(e => e.Clone())];
            return events.Select(CloudEventRules.Check).FirstOrDefault(fault => fault is not null) is { } wrong
                ? (StatusCodes.Status400BadRequest, wrong, events)
                : (StatusCodes.Status200OK, "", events);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (
                StatusCodes.Status400BadRequest,
                "The body is no JSON array. " + Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(e.Message)),
                []
            );
        }
    }
}

/// <summary>What a local topic does.</summary>
internal sealed record LocalTopicSettings
{
    /// <summary>0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The access key; a random one when null.</summary>
    public string? Key { get; init; }

    /// <summary>Is given each event that the topic took, in the order taken.</summary>
    public Action<JsonElement> Delivered { get; init; } = _ => { };

    /// <summary>Decides what goes wrong with a request; null for nothing. May take its time.</summary>
    public Func<TopicRequest, ValueTask<TopicFault?>> Fault { get; init; } = _ => ValueTask.FromResult<TopicFault?>(null);
}

/// <param name="Number">1 for the first one.</param>
/// <param name="Events">None when the body holds none.</param>
/// <param name="Headers">By their names in lower case.</param>
/// <param name="Aborted">When the client gives up.</param>
internal sealed record TopicRequest(
    int Number,
    IReadOnlyList<JsonElement> Events,
    IReadOnlyDictionary<string, string> Headers,
    CancellationToken Aborted
);

/// <param name="Status">The answer's status; 0 to break the connection.</param>
/// <param name="Message">The answer's message.</param>
/// <param name="RetryAfter">In seconds.</param>
/// <param name="IsDelivered">Whether the events are taken all the same, and only the answer is wrong.</param>
internal sealed record TopicFault(int Status, string Message = "A fault of the test.", int? RetryAfter = null, bool IsDelivered = false);
