using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.EventGrid;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.EventGrid;

/// <summary>A topic that takes nothing: recording does not notice, nothing is lost, and the topic is asked rarely.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    private readonly TestClock _clock = TestClock.AtNoon();
    private FakeTopic _topic = null!;
    private WatchedTableStore _watched = null!;
    private TestApp _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _topic = await FakeTopic.StartAsync();
        _app = await TestApp.StartAsync(null, Configure, [NoSweep, .. _topic.Settings]);
        _client = await _app.ClientWithKeyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _topic.DisposeAsync();
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(0)]
    public async Task An_event_is_answered_with_success_and_waits_in_the_outbox(int status)
    {
        _topic.FailWith(status);

        var answer = await _client.RecordAsync(AnEvent.Json("e"));
        await _app.SettleAsync();

        Assert.Equal(201, answer.Status);
        Assert.Equal(["publish"], await StagesAsync());
        Assert.Empty(await _app.RowsAsync(Tables.Poison));
    }

    [Fact]
    public async Task An_answer_does_not_wait_for_the_topic()
    {
        var gate = new TaskCompletionSource();
        _topic.Fault = async _ =>
        {
            await gate.Task;
            return null;
        };

        var answer = await _client.RecordAsync(AnEvent.Json("e"));
        await Eventually.TrueAsync(() => _topic.Requests.Count == 1);
        var before = _topic.Delivered.Count;
        gate.SetResult();
        await _app.SettleAsync();

        Assert.Equal((201, 0, 1), (answer.Status, before, _topic.Delivered.Count));
    }

    [Fact]
    public async Task Events_recorded_during_a_request_share_the_next_one()
    {
        var gate = new TaskCompletionSource();
        _topic.Fault = async request =>
        {
            await (request.Number == 1 ? gate.Task : Task.CompletedTask);
            return null;
        };
        await _client.RecordAsync(AnEvent.Json("first"));
        await Eventually.TrueAsync(() => _topic.Requests.Count == 1);

        foreach (var i in Enumerable.Range(0, 30))
            await _client.RecordAsync(AnEvent.Json("e" + i.ToString(CultureInfo.InvariantCulture)));
        await Eventually.TrueAsync(async () => (await StagesAsync()).Count(stage => stage == "publish") == 31);
        gate.SetResult();
        await _app.SettleAsync();

        Assert.Equal((2, 31), (_topic.Requests.Count, _topic.Delivered.Count));
        Assert.Equal(0, await _app.CountOutboxAsync());
    }

    [Fact]
    public async Task After_a_failure_the_publisher_waits_one_second_then_two()
    {
        _topic.FailWith(503);
        var counts = new List<int>();
        foreach (var seconds in (double[])[0, 0.9, 0.1, 1.9, 0.1])
        {
            _clock.Advance(TimeSpan.FromSeconds(seconds));
            await RecordAsync();
            counts.Add(_topic.Requests.Count);
        }

        Assert.Equal([1, 1, 2, 2, 3], counts);
    }

    [Fact]
    public async Task The_sweep_honors_retry_after_of_the_topic()
    {
        _topic.FailWith(429, retryAfter: 90);
        await RecordAsync();
        _topic.Heal();

        _clock.Advance(TimeSpan.FromSeconds(89));
        await SweepAsync();
        var within = _topic.Requests.Count;
        _clock.Advance(TimeSpan.FromSeconds(1));
        await SweepAsync();

        Assert.Equal((1, 2, 1), (within, _topic.Requests.Count, _topic.Delivered.Count));
        Assert.Equal(0, await _app.CountOutboxAsync());
    }

    [Fact]
    public async Task A_topic_that_does_not_answer_is_given_up_after_15_seconds()
    {
        _topic.Fault = async request =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.Aborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        };
        await _client.RecordAsync(AnEvent.Json("e"));
        await Eventually.TrueAsync(() => _topic.Requests.Count == 1);

        _clock.Advance(TimeSpan.FromSeconds(15));
        await _app.SettleAsync();

        Assert.Equal(["publish"], await StagesAsync());
        Assert.Equal("no answer", _app.Services.GetRequiredService<TopicCircuitBreaker>().State.LastError);
    }

    [Fact]
    public async Task Delivered_with_an_answer_that_was_lost_it_is_sent_again()
    {
        _topic.Fault = _ => ValueTask.FromResult<TopicFault?>(new TopicFault(0, IsDelivered: true));
        await RecordAsync();
        _topic.Heal();

        await SweepAsync();

        Assert.Equal(2, _topic.Delivered.Count);
        Assert.Equal(0, await _app.CountOutboxAsync());
    }

    [Fact]
    public async Task Twenty_thousand_events_wait_for_a_probe_a_sweep_and_drain_in_one_sweep()
    {
        const int Waiting = 20_000;
        _topic.FailWith(503);
        await Task.WhenAll(
            Enumerable
                .Range(0, Waiting / 100)
                .Select(i => _client.RecordAsync(AnEvent.Batch(100, string.Create(CultureInfo.InvariantCulture, $"b{i}-"))))
        );
        await _app.SettleAsync();
        Assert.Equal(Waiting, (await StagesAsync()).Count(stage => stage == "publish"));
        var (requests, transactions) = (_topic.Requests.Count, _watched.Done.Count);

        for (var sweep = 1; sweep <= 3; sweep++)
        {
            await SweepAsync();
            Assert.Equal(requests + sweep, _topic.Requests.Count);
        }
        Assert.DoesNotContain(OutboxWrites(transactions), _ => true);

        _topic.Heal();
        requests = _topic.Requests.Count;
        var began = TimeProvider.System.GetTimestamp();
        await SweepAsync();
        var took = TimeProvider.System.GetElapsedTime(began);

        TestContext.Current.TestOutputHelper!.WriteLine($"{took.TotalSeconds:F1} s, {_topic.Requests.Count - requests} requests");
        Assert.Equal(Waiting, _topic.DeliveredIds.Distinct().Count());
        Assert.Equal(Waiting, _topic.Delivered.Count);
        var written = OutboxWrites(transactions).ToList();
        Assert.All(written, write => Assert.Equal(WriteKind.Delete, write.Kind));
        Assert.Equal((Waiting, Waiting), (written.Count, written.Select(write => write.Key).Distinct().Count()));
        Assert.InRange(_watched.Done.Skip(transactions).Count(done => done.Writes.Any(IsOutbox)), 1, Waiting / 100 + 1);
        Assert.InRange(_topic.Requests.Count - requests, 1, 25);
        Assert.Equal(0, await _app.CountOutboxAsync());
    }

    [Fact]
    public async Task Events_that_are_not_yet_visible_are_finished_though_thousands_that_wait_for_the_topic_stand_before_them()
    {
        _topic.FailWith(503);
        await Task.WhenAll(
            Enumerable
                .Range(0, 25)
                .Select(i => _client.RecordAsync(AnEvent.Batch(100, string.Create(CultureInfo.InvariantCulture, $"b{i}-"))))
        );
        await _app.SettleAsync();
        await new PartialEvents(_app.Store, _app.Organization, _clock.GetUtcNow().AddSeconds(1)).WriteAsync(1, "claim");
        var requests = _topic.Requests.Count;

        await SweepAsync();

        Assert.All(await StagesAsync(), stage => Assert.Equal("publish", stage));
        Assert.Equal(requests + 1, _topic.Requests.Count);
    }

    private void Configure(WebApplicationBuilder builder)
    {
        _clock.AddTo(builder);
        builder.Services.AddSingleton(new TableStoreLayer(store => _watched = new WatchedTableStore(store)));
    }

    private async Task RecordAsync()
    {
        await _client.RecordAsync(AnEvent.Json(Guid.NewGuid().ToString()));
        await _app.SettleAsync();
    }

    private Task<int> SweepAsync() => _app.SweepAsync(_clock.GetUtcNow().AddMinutes(1));

    private async Task<IReadOnlyList<string?>> StagesAsync() =>
        [
            .. (await _app.RowsAsync(Tables.Ledger))
                .Where(row => row.Key.Row.StartsWith("j~", StringComparison.Ordinal))
                .Select(row => row.Text("Stage")),
        ];

    private IEnumerable<Write> OutboxWrites(int after) => _watched.Done.Skip(after).SelectMany(done => done.Writes).Where(IsOutbox);

    private static bool IsOutbox(Write write) => write.Key.Row.StartsWith("j~", StringComparison.Ordinal);
}
