using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// Clients that post events, singly and in batches, some of them again, and keep what they were answered. An event without an answer is
/// sent again, as a client has to.
/// </summary>
internal sealed class EventLoad(int seed)
{
    private const int LargestBatch = 8;
    private const int MaxRounds = 200;

    private readonly DateTimeOffset _today = TimeProvider.System.GetUtcNow();
    private readonly ConcurrentDictionary<EventName, string> _acknowledged = new();
    private readonly ConcurrentQueue<PostedEvent> _unanswered = new();
    private readonly ConcurrentQueue<string> _unexpected = new();
    private readonly List<PostedEvent> _sent = [];
    private int _mixes;
    private int _answers;

    /// <summary>Events that were answered with a success, each with its JSON in the answer.</summary>
    public IReadOnlyDictionary<EventName, string> Acknowledged => _acknowledged;

    /// <summary>How many times an event was answered with a success.</summary>
    public int Answers => _answers;

    public int Unanswered => _unanswered.Count;

    /// <summary>How many times an event was answered with 503, or its connection broke.</summary>
    public int Failures { get; private set; }

    /// <summary>Posts on many connections until the program is gone, or each has sent so many requests.</summary>
    /// <param name="clients">One of these for each connection, in turn.</param>
    /// <param name="connections">Number of concurrent requests.</param>
    /// <param name="requests">How many each connection sends.</param>
    /// <param name="answered">Called at the first success.</param>
    public async Task RunAsync(IReadOnlyList<HttpClient> clients, int connections, int requests, Action? answered = null)
    {
        var before = _answers;
        await Task.WhenAll(
            Enumerable
                .Range(0, connections)
                .Select(async connection =>
                {
                    var mix = new EventMix(seed * 100_000 + Interlocked.Increment(ref _mixes), _today);
                    var random = new Random(seed + connection);
                    for (var request = 0; request < requests; request++)
                    {
                        if (!await SendAsync(clients[connection % clients.Count], Pick(mix, random), asBatch: random.Next(4) == 0))
                            return;
                        if (_answers > before)
                            answered?.Invoke();
                    }
                })
        );
        Assert.Empty(_unexpected);
    }

    /// <summary>Sends what has no answer until everything has one.</summary>
    public async Task SettleAsync(HttpClient client)
    {
        for (var round = 1; !_unanswered.IsEmpty; round++)
        {
            Assert.True(round < MaxRounds, $"{_unanswered.Count} events are still without an answer.");
            var left = Drain();
            foreach (var batch in left.Chunk(LargestBatch))
                await SendAsync(client, batch, asBatch: true);
        }
        Assert.Empty(_unexpected);
    }

    private List<PostedEvent> Drain()
    {
        var left = new List<PostedEvent>();
        while (_unanswered.TryDequeue(out var sent))
            left.Add(sent);
        return left;
    }

    private List<PostedEvent> Pick(EventMix mix, Random random)
    {
        var events = new List<PostedEvent>();
        for (var wanted = random.Next(3) == 0 ? random.Next(2, LargestBatch) : 1; wanted > 0; wanted--)
        {
            // Some are sent again: because they had no answer, or because a pipeline ran twice.
            var again = random.Next(12) switch
            {
                0 when _unanswered.TryDequeue(out var unanswered) => unanswered,
                1 => Earlier(random),
                _ => null,
            };
            events.Add(again ?? New(mix));
        }
        return events;
    }

    private PostedEvent New(EventMix mix)
    {
        var made = mix.Next();
        lock (_sent)
            _sent.Add(made);
        return made;
    }

    // Mostly a recent one, which another connection may still be sending.
    private PostedEvent? Earlier(Random random)
    {
        lock (_sent)
            return _sent.Count == 0 ? null : _sent[^random.Next(1, Math.Min(_sent.Count, random.Next(4) > 0 ? 10 : int.MaxValue) + 1)];
    }

    /// <returns>Whether there was an answer, whatever it was.</returns>
    private async Task<bool> SendAsync(HttpClient client, IReadOnlyList<PostedEvent> events, bool asBatch)
    {
        var body = asBatch || events.Count > 1 ? $"[{string.Join(',', events.Select(sent => sent.Json))}]" : events[0].Json;
        try
        {
            using var response = await client.PostEventAsync(body);
            Read(events, response.StatusCode, await response.ReadJsonAsync());
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            foreach (var sent in events)
                Fail(sent);
            return false;
        }
    }

    private void Read(IReadOnlyList<PostedEvent> events, HttpStatusCode status, JsonElement answer)
    {
        if (!answer.TryGetProperty("data", out var data) || data.ValueKind == JsonValueKind.Object)
        {
            foreach (var sent in events)
                Read(sent, (int)status, data, answer);
            return;
        }
        foreach (var (sent, item) in events.Zip(data.EnumerateArray()))
            Read(sent, item.GetProperty("status").GetInt32(), item.TryGetProperty("event", out var e) ? e : default, item);
    }

    private void Read(PostedEvent sent, int status, JsonElement e, JsonElement answer)
    {
        switch (status)
        {
            case 200 or 201:
                Interlocked.Increment(ref _answers);
                var json = e.GetRawText();
                if (_acknowledged.GetOrAdd(sent.Name, json) is var first && first != json)
                    _unexpected.Enqueue($"{sent.Name} was answered with {first} and then with {json}");
                break;
            case 503:
                Fail(sent);
                break;
            default:
                _unexpected.Enqueue($"{sent.Name} was answered with {status}: {answer.GetRawText()}");
                break;
        }
    }

    private void Fail(PostedEvent sent)
    {
        _unanswered.Enqueue(sent);
        lock (_sent)
            Failures++;
    }
}
