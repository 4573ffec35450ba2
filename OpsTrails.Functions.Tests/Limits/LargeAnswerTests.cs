using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Live;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Tests.Limits;

/// <summary>What large answers and slow readers cost the program.</summary>
[Layer(Layer.Process)]
public sealed class LargeAnswerTests : IAsyncLifetime
{
    private const int Events = 200;
    private const int EventBytes = 60_000;
    private const int SlowReaders = 150;
    private const long MaxGrowth = 200L * 1000 * 1000;

    private readonly TemporaryFolder _folder = new();
    private OpsTrailsProcess _program = null!;
    private HttpClient _client = null!;
    private string _key = "";

    public async ValueTask InitializeAsync()
    {
        _program = await OpsTrailsProcess.StartAsync(_folder.Path, "OpsTrails:Live:MaxReadersPerKey=160");
        using var writer = _program.ClientWith(await _program.CreateKeyAsync());
        var text = new string('x', EventBytes);
        foreach (var batch in Enumerable.Range(0, Events).Chunk(10))
        {
            var events = batch.Select(i =>
                RecordedEvents.Json(i.ToString("D4", CultureInfo.InvariantCulture), "NOW", "BE", "STAGING", log: text)
            );
            using var response = await writer.PostEventAsync($"[{string.Join(',', events)}]", "application/cloudevents-batch+json");
            Assert.DoesNotContain("error", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        _key = await _program.CreateKeyAsync("READ_ONLY");
        _client = _program.ClientWith(_key);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_program is not null)
            await _program.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("?limit=100")]
    [InlineData("?limit=100&search=stag")]
    [InlineData("?limit=100&source=BE&subject=STAGING")]
    public async Task A_page_ends_at_about_a_megabyte_and_the_cursor_goes_on(string query)
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var address = "/api/v1/events" + query + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor));
            var page = await _client.AskAsync(address);
            Assert.InRange(page.Body.Length, 1, EventPages.MaxBytes + (2 * EventBytes));
            seen.AddRange(page.Data.EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            cursor = page.Json.GetProperty("nextCursor").GetString();
        } while (cursor is not null);

        Assert.Equal(Events, seen.Count);
        Assert.Equal(Events, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_poll_ends_early_and_its_cursor_goes_on()
    {
        var seen = new List<string>();
        var cursor = "begin";
        while (seen.Count < Events)
        {
            var page = await _client.AskAsync($"/api/v1/events?limit=100&after={cursor}");
            Assert.InRange(page.Body.Length, 1, FeedReader.MaxBytes + (2 * EventBytes));
            seen.AddRange(page.Data.EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            Assert.NotEqual(cursor, page.Json.GetProperty("nextCursor").GetString());
            cursor = page.Json.GetProperty("nextCursor").GetString()!;
        }

        Assert.Equal(Events, seen.Distinct().Count());
    }

    [Theory]
    [InlineData("/api/v1/events?limit=100", AnswersAtOnce.PerCaller)]
    [InlineData("/api/v1/events?limit=100&after=begin", AnswersAtOnce.PerCaller)]
    [InlineData("/api/v1/events/stream?after=begin", SlowReaders)]
    public async Task Slow_readers_with_one_key_take_little_memory(string address, int answeredAtOnce)
    {
        await _client.AskAsync("/api/v1/events?limit=100");
        var before = _program.WorkingSet;

        var readers = new List<TcpClient>();
        try
        {
            for (var i = 0; i < SlowReaders; i++)
            {
                // It sends a request, and reads nothing of the answer.
                var reader = new TcpClient { ReceiveBufferSize = 4_096 };
                readers.Add(reader);
                await reader.ConnectAsync(_program.Address.Host, _program.Address.Port, TestContext.Current.CancellationToken);
                await reader
                    .GetStream()
                    .WriteAsync(
                        Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {_key}\r\n\r\n"),
                        TestContext.Current.CancellationToken
                    );
            }
            // The most that it takes on the way, and for a while after all have got the beginning of what they can get at once.
            var (largest, answered) = (0L, 0);
            for (var (i, after) = (0, 0); i < 600 && after < 20; i++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
                largest = Math.Max(largest, _program.WorkingSet - before);
                answered = readers.Count(reader => reader.Available > 0);
                after += answered >= answeredAtOnce ? 1 : 0;
            }
            TestContext.Current.TestOutputHelper?.WriteLine($"{address}: {largest / 1_000_000} MB");
            Assert.InRange(answered, answeredAtOnce, SlowReaders);
            Assert.InRange(largest, long.MinValue, MaxGrowth);

            // Other callers are answered meanwhile.
            using var other = _program.ClientWith(await _program.CreateKeyAsync());
            Assert.Equal(200, (await other.AskAsync("/api/v1/events?limit=1")).Status);
        }
        finally
        {
            readers.ForEach(reader => reader.Dispose());
        }
    }
}
