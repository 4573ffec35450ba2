using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Identity;
using Azure.Messaging.EventGrid;
using Microsoft.Extensions.Options;
using OpsTrails.Core.EventGrid;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.EventGrid;

/// <summary>The Event Grid topic. Each call sends one request. The caller decides about retries.</summary>
internal sealed partial class Topic(IOptions<OpsTrailsOptions> options, TimeProvider clock, ILogger<Topic> logger)
{
    /// <summary>
    /// Includes the time for an identity's token. The client's own timeout is off, because it ignores the program's clock.
    /// </summary>
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private EventGridPublisherClient? _client;

    /// <summary>The local topic, once it has started.</summary>
    public LocalTopic? Local { get; set; }

    public bool IsConfigured => options.Value.EventGrid.IsConfigured;

    /// <param name="events">CloudEvents in JSON, within the limits of a batch.</param>
    public async Task<TopicAnswer> SendAsync(IReadOnlyList<byte[]> events)
    {
        using var timeout = new CancellationTokenSource(RequestTimeout, clock);
        try
        {
            var answer = await Client().SendEncodedCloudEventsAsync(TopicBatch.Join(events), timeout.Token);
            return new TopicAnswer(answer.Status);
        }
        catch (RequestFailedException e)
        {
            Log.Failed(logger, e.Status, e.ErrorCode);
            return new TopicAnswer(e.Status, MessageOf(e), RetryAfterOf(e));
        }
        catch (Exception e) when (e is OperationCanceledException or AuthenticationFailedException or IOException or AggregateException)
        {
            // The topic did not judge the events: there was no answer in time, or no token.
            Log.NoAnswer(logger, e);
            return new TopicAnswer(0, e.GetType().Name);
        }
    }

    private EventGridPublisherClient Client()
    {
        lock (_lock)
            return _client ??= Connect();
    }

    private EventGridPublisherClient Connect()
    {
        var settings = options.Value.EventGrid;
        var client = new EventGridPublisherClientOptions();
        client.Retry.MaxRetries = 0;
        client.Retry.NetworkTimeout = Timeout.InfiniteTimeSpan;
        if (settings.Local)
            return Local is { } local
                ? new(local.Endpoint, new AzureKeyCredential(local.Key), client)
                : throw new InvalidOperationException("The local topic has not been started.");
        var endpoint = new Uri(settings.Endpoint!);
        return settings.Key is { } key
            ? new EventGridPublisherClient(endpoint, new AzureKeyCredential(key), client)
            : new EventGridPublisherClient(endpoint, Identity.OfThisProcess(), client);
    }

    /// <summary>The message of the JSON error, or the whole body if it isn't one.</summary>
    private static string? MessageOf(RequestFailedException e)
    {
        if (e.GetRawResponse() is not { } response)
            return null;
        var content = response.Content.ToString();
        try
        {
            using var json = JsonDocument.Parse(content);
            return json.RootElement.GetProperty("error").GetProperty("message").GetString();
        }
        catch (Exception x) when (x is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return string.IsNullOrWhiteSpace(content) ? response.ReasonPhrase : content;
        }
    }

    private TimeSpan? RetryAfterOf(RequestFailedException e)
    {
        if (e.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) != true)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at - clock.GetUtcNow()
            : null;
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Debug, "The topic answered {Status} {Code}")]
        public static partial void Failed(ILogger logger, int status, string? code);

        [LoggerMessage(4002, LogLevel.Debug, "The topic did not answer")]
        public static partial void NoAnswer(ILogger logger, Exception e);
    }
}
