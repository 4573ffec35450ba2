using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Retention;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Ledger;

/// <summary>Whatever happens between two writes of a deletion, in the end the store is as if the event had never been there.</summary>
public sealed class InterruptedDeletionTests
{
    private const string Doomed = "doomed";

    private TestClock _clock = TestClock.AtNoon();
    private readonly StoreTap _tap = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deletion_that_fails_at_any_write_is_completed_by_the_sweep(bool isDone)
    {
        var expected = await ExpectedAsync();
        for (var write = 1; ; write++)
        {
            await using var app = await StartAsync();
            using var admin = await FillAsync(app);
            var failed = AtWrite(write, isDone, () => throw new StorageUnavailableException("The store is down."));

            var answer = await admin.DeleteEventAsync(Doomed);
            _tap.Heal();
            Assert.True(failed() ? answer.Status is 503 or 200 : answer.Status == 200, answer.Body);
            await app.RepeatDeletionsAsync(_clock);
            if ((await admin.AskAsync("/api/v1/events/" + Doomed)).Status == 200)
            {
                Assert.Equal((1, false), (write, isDone));
                Assert.Equal(200, (await admin.DeleteEventAsync(Doomed)).Status);
                await app.RepeatDeletionsAsync(_clock);
            }

            await CheckAsync(app, expected);
            if (!failed())
            {
                Assert.InRange(write, 8, 20);
                return;
            }
        }
    }

    [Fact]
    public async Task A_second_request_completes_what_the_first_one_left()
    {
        await using var app = await StartAsync();
        using var admin = await FillAsync(app);
        AtWrite(2, isDone: false, () => throw new StorageUnavailableException("The store is down."));
        Assert.Equal(503, (await admin.DeleteEventAsync(Doomed)).Status);
        _tap.Heal();

        var answer = await admin.DeleteEventAsync(Doomed);

        Assert.Equal(404, answer.Status);
        Assert.Equal(await ExpectedAsync(), await app.DumpEventsAsync());
    }

    [Fact]
    public async Task What_happens_at_the_same_time_makes_no_difference()
    {
        var expected = await ExpectedAsync();
        Func<TestApp, HttpClient, Task>[] others =
        [
            (app, _) => app.SweepAsync(_clock.GetUtcNow().AddHours(1)),
            (app, _) => app.DeleteOldAsync(),
            async (_, admin) => Assert.Equal(404, (await admin.DeleteEventAsync(Doomed)).Status),
            async (_, admin) => Assert.Equal(409, (await admin.RecordAsync(Events(_clock)[^1])).Status),
        ];
        foreach (var other in others)
        {
            for (var write = 2; ; write++)
            {
                await using var app = await StartAsync();
                using var admin = await FillAsync(app);
                await app.KeepForAsync(30);
                var came = AtWrite(write, isDone: false, () => other(app, admin));

                Assert.Equal(200, (await admin.DeleteEventAsync(Doomed)).Status);
                _tap.Heal();
                await app.RepeatDeletionsAsync(_clock);

                await CheckAsync(app, expected);
                if (!came())
                    break;
            }
        }
    }

    [Fact]
    public async Task Retention_that_takes_the_event_meanwhile_takes_its_tombstone_too()
    {
        for (var write = 1; ; write++)
        {
            await using var app = await StartAsync();
            using var admin = await FillAsync(app);
            _clock.Advance(TimeSpan.FromDays(2));

            // The program's own run, which deletes nothing yet, must not be in the way.
            await Eventually.TrueAsync(() => app.Services.GetRequiredService<RetentionRuns>().Ended > 0);
            await app.KeepForAsync(1);
            var came = AtWrite(write, isDone: false, () => app.DeleteOldAsync());

            Assert.InRange((await admin.DeleteEventAsync(Doomed)).Status, 200, 404);
            _tap.Heal();
            await app.RepeatDeletionsAsync(_clock);
            await app.DeleteOldAsync();

            Assert.Empty(await app.RowsAsync(Tables.Events));
            Assert.Empty(await app.RowsAsync(Tables.Timeline));
            Assert.DoesNotContain(await app.RowsAsync(Tables.Ledger), row => "idj".Contains(row.Key.Row[0]));
            if (!came())
                return;
        }
    }

    [Fact]
    public async Task What_a_slow_instance_writes_after_it_is_removed_by_the_repetition()
    {
        await using var app = await StartAsync();
        using var admin = await FillAsync(app);
        var doomed = (await app.RowsAsync(Tables.Events)).Select(EventRow.Read).Single(e => e.Id == Doomed);
        Assert.Equal(200, (await admin.DeleteEventAsync(Doomed)).Status);

        var entry = new OutboxEntry(doomed, LedgerKeys.Outbox(app.Organization, doomed.CreatedAt, doomed.Hash), null);
        await app.Services.GetRequiredService<EventCompletion>().FinishAsync(app.Organization, [entry]);
        await app.RepeatDeletionsAsync(_clock);

        await CheckAsync(app, await ExpectedAsync());
    }

    [Fact]
    public async Task An_event_that_is_still_being_recorded_is_completed_first()
    {
        await using var app = await StartAsync();
        using var admin = await app.AdminOfAsync();
        foreach (var until in PartialEvents.States)
            await new PartialEvents(app.Store, app.Organization, _clock.GetUtcNow()).WriteAsync(
                PartialEvents.States.ToList().IndexOf(until),
                until
            );

        for (var i = 0; i < PartialEvents.States.Count; i++)
            Assert.Equal(200, (await admin.DeleteEventAsync(i.ToString(System.Globalization.CultureInfo.InvariantCulture))).Status);
        await app.RepeatDeletionsAsync(_clock);

        Assert.Empty(await app.DumpEventsAsync());
        Assert.Equal(0, await app.CountOutboxAsync());
        Assert.Equal(0, await new StoreInvariants(app.Store, app.Organization).CheckAsync([]));
    }

    [Fact]
    public async Task Two_instances_that_delete_at_once_append_one_deletion()
    {
        using var folder = new TemporaryFolder();
        await using var one = await StartAsync(folder.Path);
        await using var other = await StartAsync(folder.Path);
        using var admin = await FillAsync(one);
        using var second = await other.AdminOfAsync();

        var answers = await Task.WhenAll(admin.DeleteEventAsync(Doomed), second.DeleteEventAsync(Doomed));
        await one.RepeatDeletionsAsync(_clock);

        Assert.Equal([200, 404], answers.Select(answer => answer.Status).Order());
        await CheckAsync(one, await ExpectedAsync());
    }

    private static async Task CheckAsync(TestApp app, IReadOnlyList<string> expected)
    {
        Assert.Equal(expected, await app.DumpEventsAsync());
        await new StoreInvariants(app.Store, app.Organization).CheckAsync([]);
        var ledger = await app.RowsAsync(Tables.Ledger);
        Assert.Single(ledger, row => row.Text("Kind") == "deletion");
        Assert.Single(ledger, row => row.Text("Kind") == "gone");
        Assert.Single(ledger, ClaimRow.IsTombstone);
    }

    /// <summary>The event is the newest of its type, cell and incident, and in a cell that keeps no more events.</summary>
    private static IReadOnlyList<string> Events(TestClock clock)
    {
        var now = clock.GetUtcNow();
        return
        [
            .. Enumerable.Range(0, 14).Select(i => Deleting.Json($"d-{i}", now.AddHours(-40 + i), version: $"1.{i}")),
            Deleting.Json("opened", now.AddHours(-2), "incident.opened", number: "7", version: "2.0"),
            Deleting.Json(Doomed, now.AddHours(-1), "incident.resolved", number: "7", version: "3.0", description: "fixed"),
        ];
    }

    private static async Task<HttpClient> FillAsync(TestApp app, int skipLast = 0)
    {
        var clock = (TestClock)app.Services.GetRequiredService<TimeProvider>();
        var events = Events(clock);
        await app.RecordAsync([.. events.SkipLast(skipLast)]);
        return await app.AdminOfAsync();
    }

    /// <summary>The rows of a store that never had the event.</summary>
    private static async Task<IReadOnlyList<string>> ExpectedAsync()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(null, clock.AddTo, RetainingApp.NoSweep);
        using var admin = await FillAsync(app, skipLast: 1);
        return await app.DumpEventsAsync();
    }

    private Task<TestApp> StartAsync(string? storage = null)
    {
        _tap.Heal();
        _clock = storage is null ? TestClock.AtNoon() : _clock;
        return TestApp.StartAsync(
            storage,
            builder =>
            {
                _tap.AddTo(builder);
                _clock.AddTo(builder);
            },
            RetainingApp.NoSweep
        );
    }

    /// <summary>Does something at the n-th write from now on, before it is done or after.</summary>
    /// <returns>Tells whether it came to that.</returns>
    private Func<bool> AtWrite(int write, bool isDone, Func<Task> act)
    {
        var (seen, came) = (0, false);
        Task Act(StoreCall call)
        {
            if (call is not { Operation: "write", Table: not Tables.Keys } || Interlocked.Increment(ref seen) != write)
                return Task.CompletedTask;
            came = true;
            return act();
        }
        if (isDone)
            _tap.After = Act;
        else
            _tap.Before = Act;
        return () => came;
    }
}
