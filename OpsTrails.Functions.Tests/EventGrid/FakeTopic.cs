using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using OpsTrails.Functions.EventGrid;

namespace OpsTrails.Functions.Tests.EventGrid;

/// <summary>A topic over real HTTP that keeps what it was sent, and fails as a test says.</summary>
internal sealed class FakeTopic : IAsyncDisposable
{
    private readonly ConcurrentQueue<JsonElement> _delivered = new();
    private readonly ConcurrentQueue<TopicRequest> _requests = new();
    private LocalTopic _topic = null!;

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
        fake._topic = await LocalTopic.StartAsync(
            new LocalTopicSettings
            {
                Delivered = fake._delivered.Enqueue,
                Fault = request =>
                {
                    fake._requests.Enqueue(request);
                    return fake.Fault(request);
                },
            }
        );
        fake.Settings = ["OpsTrails:EventGrid:Endpoint=" + fake._topic.Endpoint, "OpsTrails:EventGrid:Key=" + fake._topic.Key];
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

    public ValueTask DisposeAsync() => _topic.DisposeAsync();
}
