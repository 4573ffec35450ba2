using System.Globalization;
using OpsTrails.Core.Events;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Backup;

/// <summary>
/// Backups of a store into which events are being recorded: each event is in it whole or not at all, and all that was answered before.
/// </summary>
public sealed class LiveBackupTests : IDisposable
{
    private static readonly string[] SweepAtOnce = ["OpsTrails:Sweep:Interval=00:00:00.1", "OpsTrails:Sweep:After=00:00:00"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Under_load_what_was_answered_before_is_in_it_and_everything_in_it_is_whole()
    {
        await using var app = await TestApp.StartAsync(settings: RetainingApp.NoSweep);
        using var client = await app.ClientWithKeyAsync();
        var load = new EventLoad(seed: 77);
        await load.RunAsync([client], connections: 8, requests: 30);
        var running = load.RunAsync([client], connections: 8, requests: 150);
        for (var number = 1; number <= 3; number++)
        {
            var before = load.Acknowledged.ToDictionary();
            var (file, restored) = (FileOf(number), Path.Combine(_folder.Path, $"restored-{number}"));

            await app.BackUpAsync(file);
            await Backups.RestoreAsync(file, restored);

            Assert.InRange(await CheckAsync(restored, before), before.Count, int.MaxValue);
        }
        await running;
    }

    [Fact]
    public async Task An_event_that_is_recorded_at_any_moment_of_it_is_whole_in_it_or_not_there()
    {
        for (var moment = 1; ; moment++)
        {
            var tap = new StoreTap();
            await using var app = await TestApp.StartAsync(null, tap.AddTo, RetainingApp.NoSweep);
            var now = TimeProvider.System.GetUtcNow();
            await app.RecordAsync(RetainingApp.Hourly(now, 6));
            var (calls, recorded) = (0, false);
            tap.Before = async call =>
            {
                if (call.Operation == "write" || Interlocked.Increment(ref calls) != moment)
                    return;
                recorded = true;
                await app.RecordAsync(RetainingApp.Hourly(now, 2, "late"));
            };
            var (file, restored) = (FileOf(moment), Path.Combine(_folder.Path, $"restored-{moment}"));

            await app.BackUpAsync(file);
            tap.Heal();
            await Backups.RestoreAsync(file, restored);

            Assert.InRange(await CheckAsync(restored, []), 6, 8);
            if (!recorded)
            {
                Assert.InRange(moment, 30, 100);
                return;
            }
        }
    }

    [Theory]
    [InlineData("claim")]
    [InlineData("truth")]
    [InlineData("timeline")]
    [InlineData("cells")]
    [InlineData("facets")]
    public async Task An_event_that_a_killed_program_left_unfinished_is_finished_in_the_restored_store(string until)
    {
        await using var app = await TestApp.StartAsync(settings: RetainingApp.NoSweep);
        await app.RecordAsync(RetainingApp.Hourly(TimeProvider.System.GetUtcNow(), 3));
        var left = await new PartialEvents(app.Store, app.Organization, TimeProvider.System.GetUtcNow()).WriteAsync(1, until);
        var (file, restored) = (FileOf(1), Path.Combine(_folder.Path, "restored"));

        await app.BackUpAsync(file);
        await Backups.RestoreAsync(file, restored);

        Assert.Equal(4, await CheckAsync(restored, [left]));
    }

    [Fact]
    public async Task A_feed_that_loses_its_beginning_meanwhile_has_no_gap()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(null, tap.AddTo, RetainingApp.NoSweep);
        using var client = await app.ClientWithKeyAsync();
        await app.RecordIdsAsync([.. Enumerable.Range(0, 1_500).Select(i => i.ToString(CultureInfo.InvariantCulture))]);
        var queries = tap.Begun(Tables.Ledger, "query");
        tap.Before = call =>
            call is { Table: Tables.Ledger, Operation: "query" } && tap.Begun(Tables.Ledger, "query") == queries + 10
                ? LoseAsync(app, 1_200)
                : Task.CompletedTask;
        var (file, restored) = (FileOf(1), Path.Combine(_folder.Path, "restored"));

        await app.BackUpAsync(file);
        tap.Heal();
        await Backups.RestoreAsync(file, restored);

        var sequences = (await Backups.LinesAsync(file)).Count(line => line.Contains("\"row\":\"s~", StringComparison.Ordinal));
        Assert.Equal(1_300, sequences);
        await using var again = await TestApp.StartAsync(restored, settings: RetainingApp.NoSweep);
        var feed = (await again.RowsAsync(Tables.Ledger))
            .Where(row => LedgerKeys.IsFeed(row.Key))
            .Select(row => LedgerKeys.SequenceOf(row.Key).Number)
            .ToList();
        Assert.Equal(Enumerable.Range(1_201, 300).Select(i => (long)i), feed);
    }

    private static async Task LoseAsync(TestApp app, int count) =>
        await app.Store.DeleteAsync(
            Tables.Ledger,
            Enumerable.Range(1, count).Select(i => (LedgerKeys.Feed(app.Organization, new FeedSequence(i)), (string?)null))
        );

    private static async Task<int> CheckAsync(string storage, IEnumerable<KeyValuePair<EventName, string>> acknowledged)
    {
        await using var app = await TestApp.StartAsync(storage, settings: SweepAtOnce);
        var invariants = await StoreInvariants.OfAsync(app.Store);
        await invariants.WhenOutboxIsEmptyAsync();
        return await invariants.CheckAsync(acknowledged);
    }

    private string FileOf(int number) => Path.Combine(_folder.Path, string.Create(CultureInfo.InvariantCulture, $"{number}.jsonl"));
}
