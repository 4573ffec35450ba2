using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpsTrails.Functions.EventGrid;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>A topic over real HTTP that keeps what it was sent, and fails as a test says.</summary>
internal sealed class FakeTopic : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonElement> _delivered = new();
    private readonly ConcurrentQueue<TopicRequest> _requests = new();
    private readonly string _key = RandomNumberGenerator.GetHexString(32);
    private WebApplication _app = null!;
    private int _count;

    /// <summary>What goes wrong with a request; null for nothing.</summary>
    public Func<TopicRequest, ValueTask<TopicFault?>> Fault { get; set; } = _ => default;

    public IReadOnlyCollection<TopicRequest> Requests => _requests;

    public IReadOnlyList<JsonElement> Delivered => [.. _delivered];

    public IReadOnlyList<string> DeliveredIds => [.. _delivered.Select(IdOf)];

    /// <summary>The settings that lead a program here.</summary>
    public string[] Settings { get; private set; } = [];

    public static async Task<FakeTopic> StartAsync()
    {
        var fake = new FakeTopic();
        fake._app = await TopicProtocol.ListenAsync(fake.AnswerAsync);
        fake.Settings = ["OpsTrails:EventGrid:Endpoint=" + TopicProtocol.EndpointOf(fake._app), "OpsTrails:EventGrid:Key=" + fake._key];
        return fake;
    }

    public static string IdOf(JsonElement e) => e.GetProperty("id").GetString()!;

    public void FailWith(int status, int? retryAfter = null) =>
        Fault = _ => ValueTask.FromResult<TopicFault?>(new TopicFault(status, RetryAfter: retryAfter));

    /// <summary>Refuses every request that holds one of these events.</summary>
    public void Refuse(int status, params string[] ids) =>
        Fault = request =>
            ValueTask.FromResult(
                request.Events.Any(e => ids.Contains(IdOf(e)))
                    ? new TopicFault(status, string.Create(CultureInfo.InvariantCulture, $"It has {ids[0]}.\r\n"))
                    : null
            );

    public void Heal() => Fault = _ => default;

    public async ValueTask DisposeAsync() => await TopicProtocol.EndAsync(_app);

    private async Task AnswerAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref _count);
        var (status, message, events) = await TopicProtocol.ReadAsync(context.Request, _key);
        var request = new TopicRequest(number, events, HeadersOf(context.Request), context.RequestAborted);
        _requests.Enqueue(request);
        var fault = await Fault(request);
        if (status == StatusCodes.Status200OK && (fault is null || fault.IsDelivered))
        {
            foreach (var e in events)
                _delivered.Enqueue(e);
        }
        if (fault is { Status: 0 })
        {
            context.Abort();
            return;
        }
        if (fault?.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await TopicProtocol.WriteAsync(context.Response, fault?.Status ?? status, fault?.Message ?? message);
    }

    private static Dictionary<string, string> HeadersOf(HttpRequest request) =>
        request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
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
