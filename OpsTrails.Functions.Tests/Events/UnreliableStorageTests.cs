using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>Once an event is claimed the answer is a success, and what is missing then is made up for.</summary>
public sealed class UnreliableStorageTests
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(Tables.Events)]
    [InlineData(Tables.Timeline)]
    [InlineData(Tables.Cells)]
    [InlineData(Tables.Facets)]
    public async Task A_table_that_fails_after_the_claim_is_written_by_the_sweep(string table)
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(null, tap.AddTo, NoSweep);
        using var client = await app.ClientWithKeyAsync();
        tap.FailWhen(call => call.Table == table && call.Operation == "write");

        var posted = await client.RecordAsync(AnEvent.Json("e"));
        await app.SettleAsync();
        var meanwhile = await client.AskAsync("/api/v1/events/e");
        var unfinished = await app.CountOutboxAsync();
        tap.Heal();
        var found = await SweepAsync(app);

        Assert.Equal((201, 200, posted.Body), (posted.Status, meanwhile.Status, meanwhile.Body));
        Assert.Equal((1, 1), (unfinished, found));
        await AssertIsWholeAsync(app);
    }

    [Fact]
    public async Task A_feed_that_fails_is_written_by_the_sweep()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(null, tap.AddTo, NoSweep);
        using var client = await app.ClientWithKeyAsync();
        var transactions = 0;
        tap.FailWhen(call => call is { Table: Tables.Ledger, Operation: "write" } && Interlocked.Increment(ref transactions) > 1);

        var posted = await client.RecordAsync(AnEvent.Json("e"));
        await app.SettleAsync();
        var unfinished = await app.CountOutboxAsync();
        tap.Heal();
        await SweepAsync(app);

        Assert.Equal((201, 1), (posted.Status, unfinished));
        await AssertIsWholeAsync(app);
    }

    [Theory]
    [InlineData(Tables.Events)]
    [InlineData(Tables.Timeline)]
    [InlineData(Tables.Cells)]
    [InlineData(Tables.Facets)]
    public async Task A_table_that_is_slow_after_the_claim_holds_up_the_answer_for_two_seconds_at_most(string table)
    {
        var tap = new StoreTap();
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(
            null,
            builder =>
            {
                tap.AddTo(builder);
                clock.AddTo(builder);
            },
            NoSweep
        );
        using var client = await app.ClientWithKeyAsync();
        var gate = new TaskCompletionSource();
        tap.Before = call => call.Table == table && call.Operation == "write" ? gate.Task : Task.CompletedTask;

        var posting = client.RecordAsync(AnEvent.Json("e"));
        await clock.WhenAwaitedAsync(Budget);
        clock.Advance(Budget - TimeSpan.FromTicks(1));
        var answeredBefore = posting.IsCompleted;
        clock.Advance(TimeSpan.FromTicks(1));
        var posted = await posting;
        var unfinished = await app.CountOutboxAsync();
        gate.SetResult();
        await app.SettleAsync();

        Assert.False(answeredBefore);
        Assert.Equal((201, 1), (posted.Status, unfinished));
        await AssertIsWholeAsync(app);
    }

    [Fact]
    public async Task A_claim_whose_outcome_is_not_known_is_a_503_after_which_the_same_id_gives_the_event()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(null, tap.AddTo, NoSweep);
        using var client = await app.ClientWithKeyAsync();
        tap.After = call =>
            call is { Table: Tables.Ledger, Operation: "write" }
                ? Task.FromException(new StorageUnavailableException("The answer was lost."))
                : Task.CompletedTask;

        var lost = await client.RecordAsync(AnEvent.Json("e"));
        tap.Heal();
        var again = await client.RecordAsync(AnEvent.Json("e"));
        await app.SettleAsync();

        Assert.Equal((503, 200), (lost.Status, again.Status));
        await AssertIsWholeAsync(app);
    }

    [Fact]
    public async Task An_event_of_a_caller_who_hung_up_is_carried_through()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(null, tap.AddTo, NoSweep);
        using var client = await app.ClientWithKeyAsync();
        var gate = new TaskCompletionSource();
        tap.Before = call => call is { Table: Tables.Events, Operation: "write" } ? gate.Task : Task.CompletedTask;
        using var hangUp = new CancellationTokenSource();
        using var content = new StringContent(AnEvent.Json("e"), System.Text.Encoding.UTF8, "application/json");

        var posting = client.PostAsync(new Uri("/api/v1/events", UriKind.Relative), content, hangUp.Token);
        await Eventually.TrueAsync(() => tap.Begun(Tables.Events, "write") == 1);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => posting);
        gate.SetResult();
        await app.SettleAsync();

        await AssertIsWholeAsync(app);
    }

    private static Task<int> SweepAsync(TestApp app) => app.SweepAsync(TimeProvider.System.GetUtcNow().AddMinutes(1));

    private static async Task AssertIsWholeAsync(TestApp app)
    {
        Assert.Equal(["i", "n", "s"], (await app.RowsAsync(Tables.Ledger)).Select(row => row.Key.Row.Split('~')[0]).Order());
        foreach (var table in (string[])[Tables.Events, Tables.Timeline, Tables.Cells, Tables.Facets])
            Assert.Single(await app.RowsAsync(table));
    }
}
