using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Ledger;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.People;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Ledger;

public sealed class SweepRunsTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_idle_instance_makes_at_most_2_storage_requests_a_minute()
    {
        const int Minutes = 30;
        var clock = TestClock.AtNoon();
        var tap = new StoreTap();
        await using var app = await StartAsync(clock, tap);
        using var requests = new StorageRequests(app);

        await AdvanceAsync(app, clock, TimeSpan.FromMinutes(Minutes));

        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(double)requests.Count / Minutes:F2} requests a minute: {requests.ListingWithout("")}"
            )
        );
        Assert.InRange(requests.Count, Minutes / 2, 2 * Minutes);
    }

    [Fact]
    public async Task An_instance_that_records_sweeps_at_every_interval()
    {
        var clock = TestClock.AtNoon();
        var tap = new StoreTap();
        await using var app = await StartAsync(clock, tap);
        using var client = await app.ClientWithKeyAsync();
        var before = tap.Ended(Tables.Ledger, "query");

        for (var i = 0; i < 10; i++)
        {
            await client.RecordAsync(AnEvent.Json("e" + i.ToString(CultureInfo.InvariantCulture)));
            await AdvanceAsync(app, clock, Interval);
        }

        Assert.Equal(10, tap.Ended(Tables.Ledger, "query") - before);
    }

    [Fact]
    public async Task What_one_organization_does_not_let_be_finished_does_not_hold_up_another()
    {
        var clock = TestClock.AtNoon();
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(
            null,
            builder => Configure(builder, clock, tap),
            "OpsTrails:Sweep:Interval=01:00:00"
        );
        var other = await app.Services.GetRequiredService<NewOrganizations>().AddAsync("other", TestContext.Current.CancellationToken);
        foreach (var organization in (Core.Organizations.OrganizationId[])[app.Organization, other])
            await new PartialEvents(app.Store, organization, clock.GetUtcNow()).WriteAsync(1, "claim");
        clock.Advance(TimeSpan.FromMinutes(20));
        tap.FailWhen(call => call is { Table: Tables.Ledger, Operation: "query" } && call.Partition == app.Organization.Value);

        await app.Services.GetRequiredService<SweepRuns>().RunAsync(TestContext.Current.CancellationToken);
        tap.Heal();

        Assert.Equal(1, await app.CountOutboxAsync());
        Assert.Equal(
            0,
            (await app.Services.GetRequiredService<OutboxStore>().CountAsync(other, 10, TestContext.Current.CancellationToken)).Count
        );
    }

    [Fact]
    public async Task A_round_does_not_begin_while_another_is_under_way()
    {
        var clock = TestClock.AtNoon();
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(
            null,
            builder => Configure(builder, clock, tap),
            "OpsTrails:Sweep:Interval=01:00:00"
        );
        var gate = new TaskCompletionSource();
        tap.Before = call => call is { Table: Tables.Ledger, Operation: "query" } ? gate.Task : Task.CompletedTask;
        var runs = app.Services.GetRequiredService<SweepRuns>();
        var queries = tap.Begun(Tables.Ledger, "query");

        var first = runs.RunAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync(() => tap.Begun(Tables.Ledger, "query") == queries + 1);
        var second = await runs.RunAsync(TestContext.Current.CancellationToken);
        gate.SetResult();
        await first;

        Assert.True(second);
        Assert.Equal(queries + 1, tap.Begun(Tables.Ledger, "query"));
    }

    [Fact]
    public async Task A_program_that_cannot_listen_says_nothing_of_the_round_that_this_cuts_off()
    {
        using var folder = new TemporaryFolder();
        var (tap, log, gate) = (new StoreTap(), new LogLines(), new TaskCompletionSource());
        tap.Before = call => call is { Table: Tables.Ledger, Operation: "query" } ? gate.Task : Task.CompletedTask;
        var app = OpsTrailsApp.Create(
            ["--urls=nonsense", "--OpsTrails:Storage=" + folder.Path],
            builder =>
            {
                tap.AddTo(builder);
                builder.Logging.ClearProviders().AddProvider(log);
            }
        );
        await OpsTrailsApp.OpenAsync(app, TextWriter.Null);
        var sweeping = app.Services.GetServices<IHostedService>().OfType<SweepLoop>().Single();

        await Assert.ThrowsAsync<StartupException>(() => OpsTrailsApp.StartAsync(app));
        await Eventually.TrueAsync(() => tap.Begun(Tables.Ledger, "query") == 1);
        await app.DisposeAsync();
        gate.SetResult();
        await sweeping.ExecuteTask!;

        Assert.DoesNotContain(log.All, line => line.Contains("[2105]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_outbox_entry_stays_where_it_is_and_holds_nothing_up()
    {
        await using var app = await TestApp.StartAsync(settings: "OpsTrails:Sweep:Interval=01:00:00");
        var now = TimeProvider.System.GetUtcNow();
        var partial = new PartialEvents(app.Store, app.Organization, now);
        await partial.WriteAsync(1, "claim");
        var broken = new Row(LedgerKeys.Outbox(app.Organization, Timestamp.From(now).Previous(), "broken")) { ["Stage"] = "record" };
        await app.Store.WriteAsync(Tables.Ledger, [Write.Add(broken)], TestContext.Current.CancellationToken);
        await partial.WriteAsync(2, "claim");

        await app.SweepAsync(now.AddMinutes(1));

        var left = (await app.RowsAsync(Tables.Ledger)).Where(row => row.Key.Row.StartsWith("j~", StringComparison.Ordinal));
        Assert.Equal(broken.Key, Assert.Single(left).Key);
        Assert.Contains(app.Log.All, line => line.Contains("[2103]", StringComparison.Ordinal));
    }

    private static Task<TestApp> StartAsync(TestClock clock, StoreTap tap) =>
        TestApp.StartAsync(null, builder => Configure(builder, clock, tap), "OpsTrails:Sweep:Interval=00:00:30");

    private static void Configure(WebApplicationBuilder builder, TestClock clock, StoreTap tap)
    {
        tap.AddTo(builder);
        clock.AddTo(builder);
    }

    /// <summary>Moves the clock interval by interval, and lets what that sets off come to its end.</summary>
    private static async Task AdvanceAsync(TestApp app, TestClock clock, TimeSpan time)
    {
        var runs = app.Services.GetRequiredService<SweepRuns>();
        for (var passed = TimeSpan.Zero; passed < time; passed += Interval)
        {
            await app.SettleAsync();
            var ended = runs.Ended;
            clock.Advance(Interval);
            await Eventually.TrueAsync(() => runs.Ended > ended);
        }
    }
}
