using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Ledger;

public sealed class SweepTests
{
    // The program's own sweep looks once at its start and leaves the rest to the test.
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static TheoryData<string> States { get; } = [.. PartialEvents.States];

    [Theory]
    [MemberData(nameof(States))]
    public async Task An_event_is_rolled_forward_from_wherever_its_recording_stopped(string until)
    {
        await using var app = await TestApp.StartAsync(settings: NoSweep);
        var left = await new PartialEvents(app.Store, app.Organization, Now).WriteAsync(1, until);

        var found = await SweepAsync(app);

        Assert.Equal(1, found);
        Assert.Equal(1, await new StoreInvariants(app.Store, app.Organization).CheckAsync([left]));
    }

    [Fact]
    public async Task A_second_sweep_finds_nothing_and_changes_nothing()
    {
        await using var app = await TestApp.StartAsync(settings: NoSweep);
        var left = await LeaveAsync(app, 40);
        await SweepAsync(app);

        var found = await SweepAsync(app);

        Assert.Equal(0, found);
        Assert.Equal(40, await new StoreInvariants(app.Store, app.Organization).CheckAsync(left));
    }

    [Fact]
    public async Task A_sweep_leaves_what_was_recorded_just_now()
    {
        await using var app = await TestApp.StartAsync(settings: NoSweep);
        await LeaveAsync(app, 1);

        var found = await app.SweepAsync(Now);

        Assert.Equal(0, found);
    }

    // Fifteen events hung for a day, until their time had come.
    [Fact]
    public async Task Events_dated_in_the_future_are_completed_and_reported()
    {
        await using var app = await TestApp.StartAsync(settings: NoSweep);
        var ahead = new PartialEvents(app.Store, app.Organization, Now.AddDays(1));
        for (var i = 0; i < 15; i++)
            await ahead.WriteAsync(i, "claim");

        var found = await SweepAsync(app);

        Assert.Equal((15, 0), (found, await app.CountOutboxAsync()));
        var warning = Assert.Single(app.Log.All, line => line.Contains("[2110]", StringComparison.Ordinal));
        Assert.Contains("15 unfinished events of ", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweeps_of_two_instances_over_one_folder_at_once_do_what_one_does()
    {
        using var folder = new TemporaryFolder();

        await SweepFromTwoAsync(folder.Path);
    }

    [Fact]
    public async Task Sweeps_of_two_instances_over_one_account_at_once_do_what_one_does()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await SweepFromTwoAsync(azurite.ConnectionString);
    }

    [Theory]
    [InlineData("truth")]
    [InlineData("timeline")]
    [InlineData("cells")]
    [InlineData("facets")]
    [InlineData("feed")]
    public async Task An_event_that_storage_did_not_let_finish_is_acknowledged_and_its_repeat_finishes_it(string step)
    {
        var failing = true;
        await using var app = await TestApp.StartAsync(
            null,
            Layer(store => new FailingTableStore(
                store,
                (table, writes) => Volatile.Read(ref failing) && KillPoint.StepOf(table, writes) == step
            )),
            NoSweep
        );
        using var client = await app.ClientWithKeyAsync();
        using var first = await client.PostEventAsync("""{"specversion":"1.0","type":"deployment","source":"BE","time":"NOW","id":"e"}""");
        Volatile.Write(ref failing, false);

        using var again = await client.PostEventAsync("""{"specversion":"1.0","type":"deployment","source":"BE","time":"NOW","id":"e"}""");

        Assert.Equal((201, 200), ((int)first.StatusCode, (int)again.StatusCode));
        var json = (await again.ReadJsonAsync()).GetProperty("data").GetRawText();
        Assert.Equal((await first.ReadJsonAsync()).GetProperty("data").GetRawText(), json);
        var invariants = new StoreInvariants(app.Store, app.Organization);
        await invariants.WhenOutboxIsEmptyAsync();
        Assert.Equal(1, await invariants.CheckAsync([new(new EventName("BE", "e"), json)]));
    }

    [Fact]
    public async Task An_event_enters_the_feed_in_the_transaction_that_takes_it_out_of_the_outbox()
    {
        WatchedTableStore? watched = null;
        await using var app = await TestApp.StartAsync(null, Layer(store => watched = new WatchedTableStore(store)), NoSweep);
        using var client = await app.ClientWithKeyAsync();

        await new EventLoad(seed: 4).RunAsync([client], connections: 8, requests: 20);
        await new StoreInvariants(app.Store, app.Organization).WhenOutboxIsEmptyAsync();

        var ledger = watched!.Done.Where(done => done.Table == Tables.Ledger).Select(done => done.Writes).ToList();
        Assert.Contains(ledger, writes => Count(writes, "s~") > 0);
        Assert.All(
            ledger,
            writes => Assert.Equal(Count(writes, "s~"), writes.Count(write => write.Kind == WriteKind.Delete && Is(write, "j~")))
        );
        Assert.All(ledger, writes => Assert.Equal(Count(writes, "s~") > 0, Count(writes, "n") == 1));
    }

    private static async Task SweepFromTwoAsync(string storage)
    {
        await using var one = await TestApp.StartAsync(storage, null, NoSweep);
        await using var other = await TestApp.StartAsync(storage, null, NoSweep);
        var left = await LeaveAsync(one, 120);

        await Task.WhenAll(SweepAsync(one), SweepAsync(other), SweepAsync(one), SweepAsync(other));

        var invariants = new StoreInvariants(one.Store, one.Organization);
        Assert.Equal(120, await invariants.CheckAsync(left));
    }

    private static async Task<List<KeyValuePair<EventName, string>>> LeaveAsync(TestApp app, int events)
    {
        var partial = new PartialEvents(app.Store, app.Organization, Now);
        var left = new List<KeyValuePair<EventName, string>>();
        for (var i = 0; i < events; i++)
            left.Add(await partial.WriteAsync(i, PartialEvents.States[i % PartialEvents.States.Count]));
        return left;
    }

    private static Task<int> SweepAsync(TestApp app) => app.SweepAsync(Now.AddMinutes(1));

    private static Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder> Layer(Func<ITableStore, ITableStore> wrap) =>
        builder => builder.Services.AddSingleton(new TableStoreLayer(wrap));

    private static int Count(IReadOnlyList<Write> writes, string prefix) => writes.Count(write => Is(write, prefix));

    private static bool Is(Write write, string prefix) => write.Key.Row.StartsWith(prefix, StringComparison.Ordinal);
}
