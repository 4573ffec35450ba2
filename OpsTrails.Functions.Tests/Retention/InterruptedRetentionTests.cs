using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Retention;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Retention;

/// <summary>Whatever happens between two writes of a run, the next one deletes exactly what is due.</summary>
public sealed class InterruptedRetentionTests
{
    private readonly TestClock _clock = TestClock.AtNoon();
    private readonly StoreTap _tap = new();

    private Timestamp Before => Timestamp.From(_clock.GetUtcNow().AddDays(-2));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_fails_at_any_write_is_completed_by_the_next(bool isDone)
    {
        for (var write = 1; ; write++)
        {
            await using var app = await StartAsync();
            await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 120));
            await app.KeepForAsync(2);
            var failed = _tap.FailAt(write, isDone);

            await app.DeleteOldAsync();
            _tap.Heal();
            await app.DeleteOldAsync();

            Assert.Equal(48, await new StoreInvariants(app.Store, app.Organization).CheckAsync([], Before));
            if (!failed())
            {
                Assert.InRange(write, 8, 100);
                return;
            }
        }
    }

    [Theory]
    [InlineData(Tables.Events)]
    [InlineData(Tables.Ledger)]
    [InlineData(Tables.Timeline)]
    public async Task An_event_that_is_recorded_anew_in_the_middle_of_it_is_whole_or_gone(string table)
    {
        foreach (var (isAfter, isOfToday) in ((bool, bool)[])[(false, false), (false, true), (true, false), (true, true)])
        {
            await using var app = await StartAsync();
            var old = RecordedEvents.Json("a", RecordedEvents.TimeText(Before.Previous()), version: "1");
            await app.RecordAsync([old]);
            await app.KeepForAsync(2);
            Once(
                table,
                isAfter,
                () =>
                    RecordUnlessThereAsync(
                        app,
                        isOfToday ? RecordedEvents.Json("a", RecordedEvents.TimeText(Before.Next()), version: "1") : old
                    )
            );

            await app.DeleteOldAsync();
            _tap.Heal();
            await app.DeleteOldAsync();

            var rows = await Task.WhenAll(((string[])[Tables.Events, Tables.Timeline, Tables.Ledger]).Select(app.RowsAsync));
            var claims = rows[2].Count(row => row.Key.Row.StartsWith("i~", StringComparison.Ordinal));
            Assert.Equal((rows[0].Count, rows[0].Count), (rows[1].Count, claims));
            Assert.All(rows[0], row => Assert.True(row.RequiredTime("Time") >= Before));
        }
    }

    [Fact]
    public async Task Two_instances_at_once_delete_what_is_due_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        await using var one = await StartAsync(folder.Path);
        await using var other = await StartAsync(folder.Path);
        await one.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 3_000));
        await one.KeepForAsync(2);

        // Without a lease, as if each had it.
        await Task.WhenAll(
            ((TestApp[])[one, other]).Select(async app =>
            {
                var old = new OldEvents(app.Store, app.Organization, Before, 200);
                while (await old.NextAsync(CancellationToken.None) is { } rows)
                    await app.Services.GetRequiredService<EventRemoval>().RemoveAsync(app.Organization, rows, CancellationToken.None);
            })
        );

        Assert.Equal(48, await new StoreInvariants(one.Store, one.Organization).CheckAsync([], Before));
    }

    [Fact]
    public async Task While_another_instance_holds_the_lease_nothing_is_deleted()
    {
        await using var app = await StartAsync();
        await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 60));
        await app.KeepForAsync(2);
        var theirs = new Leases(app.Store, _clock);
        await using var held = await theirs.TakeAsync(app.Organization, OrganizationRun.Work);

        await app.DeleteOldAsync();

        Assert.Equal(60, (await app.RowsAsync(Tables.Timeline)).Count);
    }

    [Fact]
    public async Task A_run_stops_when_the_setting_is_withdrawn()
    {
        await using var app = await StartAsync();
        await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 2_500));
        await app.KeepForAsync(2);
        Once(Tables.Timeline, isAfter: true, () => app.KeepForAsync(null));

        await app.DeleteOldAsync();

        Assert.InRange((await app.RowsAsync(Tables.Timeline)).Count, 1_000, 2_499);
    }

    [Fact]
    public async Task One_organization_that_fails_does_not_hold_up_another_and_the_run_says_so()
    {
        await using var app = await StartAsync();
        var other = await app.Services.GetRequiredService<NewOrganizations>().AddAsync("other", TestContext.Current.CancellationToken);
        foreach (var organization in (Core.Organizations.OrganizationId[])[app.Organization, other])
        {
            await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 60), organization);
            await app.KeepForAsync(2, organization);
        }
        _tap.FailWhen(call =>
            call is { Table: Tables.Timeline } && call.Partition.StartsWith(app.Organization.Value, StringComparison.Ordinal)
        );

        var succeeded = await app.DeleteOldAsync();
        _tap.Heal();

        Assert.False(succeeded);
        Assert.Equal(48, await new StoreInvariants(app.Store, other).CheckAsync([], Before));
        Assert.Contains(app.Log.All, line => line.Contains("[2202]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_ends_after_four_minutes_and_the_next_one_goes_on()
    {
        await using var app = await StartAsync();
        await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 1_500));
        await app.KeepForAsync(2);
        Once(
            Tables.Timeline,
            isAfter: true,
            () =>
            {
                _clock.Advance(RetentionRuns.MaxTime);
                return Task.CompletedTask;
            }
        );

        await app.DeleteOldAsync();
        var left = (await app.RowsAsync(Tables.Timeline)).Count;
        _tap.Heal();
        await app.DeleteOldAsync();

        Assert.InRange(left, 49, 1_499);
        Assert.Contains(app.Log.All, line => line.Contains("The next run continues", StringComparison.Ordinal));
        Assert.Contains(app.Log.All, line => line.Contains("Nothing is left", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_azure_tables_exactly_what_is_due_goes()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var app = await StartAsync(azurite.ConnectionString);
        await app.RecordAsync(RetainingApp.Hourly(_clock.GetUtcNow(), 120));
        await app.KeepForAsync(2);

        await app.DeleteOldAsync();

        Assert.Equal(48, await new StoreInvariants(app.Store, app.Organization).CheckAsync([], Before));
    }

    private Task<TestApp> StartAsync(string? storage = null) =>
        TestApp.StartAsync(
            storage,
            builder =>
            {
                _tap.AddTo(builder);
                _clock.AddTo(builder);
            },
            RetainingApp.NoSweep
        );

    /// <summary>Does something at the first write to a table.</summary>
    private void Once(string table, bool isAfter, Func<Task> act)
    {
        var done = 0;
        Task Act(StoreCall call) =>
            call.Operation == "write" && call.Table == table && Interlocked.Exchange(ref done, 1) == 0 ? act() : Task.CompletedTask;
        if (isAfter)
            _tap.After = Act;
        else
            _tap.Before = Act;
    }

    /// <summary>A claim that is still there makes it a repeat, or, with another time, a conflict.</summary>
    private static async Task RecordUnlessThereAsync(TestApp app, string json)
    {
        using var client = await app.ClientWithKeyAsync();
        Assert.InRange((await client.RecordAsync(json)).Status, 200, 409);
        await app.SettleAsync();
    }
}
