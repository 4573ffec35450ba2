using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.EventGrid;

/// <summary>What holds of the sweep without a topic holds with one, and the topic gets every event.</summary>
public sealed class SweepingToATopicTests : IAsyncLifetime
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    // The clock is frozen, so the publisher waits as long as a test delays the topic's answer.
    private readonly TestClock _clock = TestClock.AtPresent();
    private string? _failing;
    private string? _repeating;
    private WatchedTableStore _watched = null!;
    private FakeTopic _topic = null!;
    private TestApp _app = null!;

    public static TheoryData<string> States { get; } = [.. PartialEvents.States];

    public async ValueTask InitializeAsync()
    {
        _topic = await FakeTopic.StartAsync();
        _app = await TestApp.StartAsync(null, Configure, [NoSweep, .. _topic.Settings]);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _topic.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task An_event_is_rolled_forward_to_the_topic_from_wherever_its_recording_stopped(string until)
    {
        var left = await new PartialEvents(_app.Store, _app.Organization, _clock.GetUtcNow()).WriteAsync(1, until);

        await SweepAsync();

        Assert.Equal(["1"], _topic.DeliveredIds);
        Assert.Equal(1, await new StoreInvariants(_app.Store, _app.Organization).CheckAsync([left]));
    }

    [Fact]
    public async Task Events_of_all_stages_are_finished_in_one_sweep_and_delivered_once()
    {
        var partial = new PartialEvents(_app.Store, _app.Organization, _clock.GetUtcNow());
        for (var i = 0; i < 250; i++)
            await partial.WriteAsync(i, PartialEvents.States[i % PartialEvents.States.Count]);
        _topic.FailWith(503);
        await SweepAsync();
        for (var i = 250; i < 300; i++)
            await partial.WriteAsync(i, "claim");
        _topic.Heal();

        await SweepAsync();

        Assert.Equal(Enumerable.Range(0, 300).Select(i => i.ToString(CultureInfo.InvariantCulture)).Order(), _topic.DeliveredIds.Order());
        Assert.Equal(300, await new StoreInvariants(_app.Store, _app.Organization).CheckAsync([]));
    }

    [Fact]
    public async Task An_event_enters_the_feed_in_the_transaction_that_moves_its_outbox_entry_on()
    {
        using var client = await _app.ClientWithKeyAsync();

        await new EventLoad(seed: 4).RunAsync([client], connections: 8, requests: 20);
        await _app.SettleAsync();

        var ledger = _watched.Done.Where(done => done.Table == Tables.Ledger).Select(done => done.Writes).ToList();
        Assert.Contains(ledger, writes => writes.Any(write => Is(write, "s~")));
        Assert.All(
            ledger,
            writes =>
                Assert.Equal(
                    writes.Count(write => Is(write, "s~")),
                    writes.Count(write => write.Kind == WriteKind.Replace && Is(write, "j~"))
                )
        );
        Assert.Equal(
            ledger.SelectMany(writes => writes).Count(write => Is(write, "s~")),
            ledger.SelectMany(writes => writes).Count(write => write.Kind == WriteKind.Delete && Is(write, "j~"))
        );
    }

    [Theory]
    [InlineData("feed")]
    [InlineData(KillPoint.Published)]
    public async Task A_step_whose_answer_was_lost_is_found_done(string step)
    {
        using var client = await _app.ClientWithKeyAsync();
        _repeating = step;
        await client.RecordAsync(AnEvent.Batch(120));
        await _app.SettleAsync();

        await SweepAsync();

        Assert.Equal(120, _topic.DeliveredIds.Distinct().Count());
        Assert.Equal(120, await new StoreInvariants(_app.Store, _app.Organization).CheckAsync([]));
    }

    [Fact]
    public async Task Delivered_with_an_outbox_that_could_not_be_updated_it_is_sent_again()
    {
        using var client = await _app.ClientWithKeyAsync();
        _failing = KillPoint.Published;
        await client.RecordAsync(AnEvent.Json("e"));
        await _app.SettleAsync();
        _failing = null;

        await SweepAsync();

        Assert.Equal(["e", "e"], _topic.DeliveredIds);
        Assert.Equal(0, await _app.CountOutboxAsync());
    }

    [Fact]
    public async Task What_waits_beyond_10000_events_is_left_to_the_sweep()
    {
        const int Sent = 10_500;
        using var client = await _app.ClientWithKeyAsync();
        var gate = new TaskCompletionSource();
        _topic.Fault = async _ =>
        {
            await gate.Task;
            return null;
        };
        await Task.WhenAll(
            Enumerable
                .Range(0, Sent / 500)
                .Select(i => client.RecordAsync(AnEvent.Batch(500, string.Create(CultureInfo.InvariantCulture, $"b{i}-"))))
        );
        await Eventually.TrueAsync(async () => (await _app.RowsAsync(Tables.Ledger)).Count(row => row.Text("Stage") == "publish") == Sent);

        gate.SetResult();
        await _app.SettleAsync();
        var atOnce = _topic.Delivered.Count;
        await SweepAsync();

        Assert.InRange(atOnce, 5_000, 10_000);
        Assert.Equal(Sent, _topic.DeliveredIds.Distinct().Count());
        Assert.Equal(0, await _app.CountOutboxAsync());
    }

    [Fact]
    public async Task What_waited_is_delivered_within_a_minute_of_the_recovery_of_the_topic()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(null, clock.AddTo, _topic.Settings);
        using var client = await app.ClientWithKeyAsync();
        var runs = app.Services.GetRequiredService<SweepRuns>();
        _topic.FailWith(503);
        for (var i = 0; i < 10; i++)
        {
            await client.RecordAsync(AnEvent.Batch(10, string.Create(CultureInfo.InvariantCulture, $"b{i}-")));
            await app.SettleAsync();
            clock.Advance(TimeSpan.FromSeconds(29));
            clock.Advance(TimeSpan.FromSeconds(1));
            await Eventually.TrueAsync(() => runs.Ended == i + 2);
        }
        await client.RecordAsync(AnEvent.Json("last"));
        await app.SettleAsync();

        _topic.Heal();
        for (var i = 0; i < 2; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            await Eventually.TrueAsync(() => runs.Ended == i + 12);
        }

        Assert.Equal(101, _topic.DeliveredIds.Distinct().Count());
        Assert.Equal(0, await app.CountOutboxAsync());
    }

    [Fact]
    public async Task A_topic_that_is_not_there_costs_no_event()
    {
        using var folder = new TemporaryFolder();
        await _topic.DisposeAsync();
        await using var app = await TestApp.StartAsync(folder.Path, null, [NoSweep, .. _topic.Settings]);
        using var client = await app.ClientWithKeyAsync();

        var answer = await client.RecordAsync(AnEvent.Json("e"));
        await app.SettleAsync();

        Assert.Equal((201, 1), (answer.Status, await app.CountOutboxAsync()));
    }

    [Fact]
    public async Task No_event_and_no_key_of_the_topic_is_logged()
    {
        using var client = await _app.ClientWithKeyAsync();
        _topic.Refuse(400, "a-secret-id");
        await client.RecordAsync(AnEvent.Json("a-secret-id"));
        await _app.SettleAsync();
        _topic.FailWith(503);
        await client.RecordAsync(AnEvent.Json("another"));
        await _app.SettleAsync();

        var log = string.Join('\n', _app.Log.All.Where(line => line.Contains("OpsTrails.", StringComparison.Ordinal)));
        Assert.Contains("[4101]", log, StringComparison.Ordinal);
        Assert.Contains("[4103]", log, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-id", log, StringComparison.Ordinal);
        Assert.DoesNotContain(_topic.Settings[1].Split('=')[1], log, StringComparison.Ordinal);
    }

    private void Configure(WebApplicationBuilder builder)
    {
        _clock.AddTo(builder);
        builder.Services.AddSingleton(
            new TableStoreLayer(store => new RepeatingTableStore(
                store,
                (table, writes) => _repeating is { } step && KillPoint.StepOf(table, writes) == step
            ))
        );
        builder.Services.AddSingleton(
            new TableStoreLayer(store => new FailingTableStore(
                store,
                (table, writes) => _failing is { } step && KillPoint.StepOf(table, writes) == step
            ))
        );
        builder.Services.AddSingleton(new TableStoreLayer(store => _watched = new WatchedTableStore(store)));
    }

    private Task<int> SweepAsync() => _app.SweepAsync(_clock.GetUtcNow().AddHours(1));

    private static bool Is(Write write, string prefix) => write.Key.Row.StartsWith(prefix, StringComparison.Ordinal);
}
