using System.Net.Sockets;
using System.Text;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Limits;

/// <summary>What slow readers cost the program. Each starts anew: memory that a program has taken once doesn't grow again.</summary>
[Layer(Layer.Process)]
public sealed class SlowReaderTests : IAsyncLifetime
{
    private const int SlowReaders = 150;
    private const long MaxGrowth = 200L * 1000 * 1000;

    private readonly LargeEvents _large = new();

    public ValueTask InitializeAsync() => _large.InitializeAsync();

    public ValueTask DisposeAsync() => _large.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/events?limit=100", AnswersAtOnce.PerCaller)]
    [InlineData("/api/v1/events?limit=100&after=begin", AnswersAtOnce.PerCaller)]
    [InlineData("/api/v1/events/stream?after=begin", SlowReaders)]
    public async Task Slow_readers_with_one_key_take_little_memory(string address, int answeredAtOnce)
    {
        await _large.Client.AskAsync("/api/v1/events?limit=100");
        var before = _large.Program.WorkingSet;

        var readers = new List<TcpClient>();
        try
        {
            for (var i = 0; i < SlowReaders; i++)
            {
                // It sends a request, and reads nothing of the answer.
                var reader = new TcpClient { ReceiveBufferSize = 4_096 };
                readers.Add(reader);
                await reader.ConnectAsync(_large.Program.Address.Host, _large.Program.Address.Port, TestContext.Current.CancellationToken);
                await reader
                    .GetStream()
                    .WriteAsync(
                        Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_large.Key}\r\n\r\n"),
                        TestContext.Current.CancellationToken
                    );
            }
            // The most that it takes on the way, and for a while after all have got the beginning of what they can get at once.
            var (largest, answered) = (0L, 0);
            for (var (i, after) = (0, 0); i < 600 && after < 20; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
                largest = Math.Max(largest, _large.Program.WorkingSet - before);
                answered = readers.Count(reader => reader.Available > 0);
                after += answered >= answeredAtOnce ? 1 : 0;
            }
            TestContext.Current.TestOutputHelper?.WriteLine($"{address}: {largest / 1_000_000} MB");
            Assert.InRange(answered, answeredAtOnce, SlowReaders);
            Assert.InRange(largest, long.MinValue, MaxGrowth);

            // Other callers are answered meanwhile.
            using var other = _large.Program.ClientWith(await _large.Program.CreateKeyAsync());
            Assert.Equal(200, (await other.AskAsync("/api/v1/events?limit=1")).Status);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }
}
