using System.Text.Json;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// Follows the feed by cursor for as long as it is asked to, through whatever cuts it off, and keeps what it got in the order it came. It
/// leaves of its own accord now and then.
/// </summary>
/// <param name="connect">A client of the program as it runs now; the address changes when it is started again.</param>
/// <param name="seed">Decides when it leaves.</param>
internal abstract class FeedFollower(Func<HttpClient> connect, int seed)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    private readonly List<EventName> _received = [];

    protected Random Random { get; } = new(seed);

    /// <summary>Where it goes on.</summary>
    protected string Cursor { get; set; } = "f0";

    public int Connections { get; private set; }

    public IReadOnlyList<EventName> Received
    {
        get
        {
            lock (_received)
                return [.. _received];
        }
    }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = connect();
                Connections++;
                await FollowAsync(client, stop);
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException or OperationCanceledException or TimeoutException or ObjectDisposedException)
            {
                await Task.Delay(BetweenTries, TimeProvider.System, CancellationToken.None);
            }
        }
    }

    /// <summary>Follows for a while, from the cursor.</summary>
    protected abstract Task FollowAsync(HttpClient client, CancellationToken stop);

    protected void Take(JsonElement e)
    {
        lock (_received)
            _received.Add(new EventName(e.GetProperty("source").GetString()!, e.GetProperty("id").GetString()!));
    }
}

internal sealed class StreamFollower(Func<HttpClient> connect, int seed) : FeedFollower(connect, seed)
{
    protected override async Task FollowAsync(HttpClient client, CancellationToken stop)
    {
        using var reader = await SseReader.OpenAsync(client, lastEventId: Cursor);
        using var leave = stop.Register(reader.Dispose);
        for (var blocks = Random.Next(1, 2_000); blocks > 0; blocks--)
        {
            if (await reader.NextBlockAsync() is not { } block)
                return;
            if (block.Split('\n').SingleOrDefault(line => line.StartsWith("data: ", StringComparison.Ordinal)) is { } data)
                Take(JsonElement.Parse(data[6..]));
            Cursor = reader.LastId!;
        }
    }
}

internal sealed class PollFollower(Func<HttpClient> connect, int seed) : FeedFollower(connect, seed)
{
    protected override async Task FollowAsync(HttpClient client, CancellationToken stop)
    {
        for (var polls = Random.Next(1, 30); polls > 0; polls--)
        {
            using var response = await client.GetAsync(new Uri($"/api/v1/events?after={Cursor}&wait=5&limit=100", UriKind.Relative), stop);
            response.EnsureSuccessStatusCode();
            var answer = await response.ReadJsonAsync();
            foreach (var e in answer.GetProperty("data").EnumerateArray())
                Take(e);
            Cursor = answer.GetProperty("nextCursor").GetString()!;
        }
    }
}
