using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Ledger.Outbox;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Ledger;

/// <summary>Outbox entries of published events are deleted, even if another instance deletes them too.</summary>
public sealed class OutboxTests
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(250)]
    public Task Rows_of_a_folder_that_are_gone_already_do_not_keep_others(int gone) => DeleteAsync(null, gone);

    [Fact]
    public async Task Rows_of_an_account_that_are_gone_already_do_not_keep_others()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await DeleteAsync(azurite.ConnectionString, gone: 60);
    }

    private static async Task DeleteAsync(string? storage, int gone)
    {
        await using var app = await TestApp.StartAsync(storage, null, NoSweep);
        var entries = Enumerable.Range(0, 250).Select(i => Entry(app, i)).ToList();
        foreach (var chunk in entries.Chunk(100))
            await app.Store.WriteAsync(
                Tables.Ledger,
                [.. chunk.Select(entry => Write.Add(entry.WriteForPublishing()))],
                TestContext.Current.CancellationToken
            );
        foreach (var entry in entries.Where((_, i) => i * 7 % 250 < gone))
            await app.Store.WriteAsync(Tables.Ledger, [Write.Delete(entry.Key)], TestContext.Current.CancellationToken);

        await app.Services.GetRequiredService<OutboxStore>().DeleteAsync(entries);

        Assert.Equal(
            0,
            (
                await app.Services.GetRequiredService<OutboxStore>().CountAsync(app.Organization, 10, TestContext.Current.CancellationToken)
            ).Count
        );
    }

    [Fact]
    public async Task A_transaction_whose_answer_was_lost_is_found_done()
    {
        var lost = 0;
        await using var app = await TestApp.StartAsync(
            null,
            builder =>
                builder.Services.AddSingleton(
                    new TableStoreLayer(store => new RepeatingTableStore(store, (_, _) => Interlocked.Exchange(ref lost, 0) == 1))
                ),
            NoSweep
        );
        var entries = Enumerable.Range(0, 100).Select(i => Entry(app, i)).ToList();
        await app.Store.WriteAsync(
            Tables.Ledger,
            [.. entries.Select(entry => Write.Add(entry.WriteForPublishing()))],
            TestContext.Current.CancellationToken
        );
        lost = 1;

        await app.Services.GetRequiredService<OutboxStore>().DeleteAsync(entries);

        Assert.Equal(0, await app.CountOutboxAsync());
    }

    [Fact]
    public async Task Sweeps_of_two_instances_at_once_publish_everything_and_leave_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var topic = await FakeTopic.StartAsync();
        var clock = TestClock.AtNoon();
        await using var one = await TestApp.StartAsync(folder.Path, clock.AddTo, [NoSweep, .. topic.Settings]);
        await using var other = await TestApp.StartAsync(folder.Path, clock.AddTo, [NoSweep, .. topic.Settings]);
        using var client = await one.ClientWithKeyAsync();
        topic.FailWith(503);
        for (var i = 0; i < 20; i++)
            await client.RecordAsync(AnEvent.Batch(100, string.Create(CultureInfo.InvariantCulture, $"b{i}-")));
        await one.SettleAsync();
        var partial = new PartialEvents(one.Store, one.Organization, clock.GetUtcNow());
        for (var i = 0; i < 100; i++)
            await partial.WriteAsync(i, PartialEvents.States[i % PartialEvents.States.Count]);
        topic.Fault = async _ =>
        {
            // Whoever works, the lease is free for the other.
            await one.Store.WriteAsync(Tables.Leases, [Write.Delete(new RowKey(one.Organization.Value, "sweep"))], CancellationToken.None);
            return null;
        };

        var before = clock.GetUtcNow().AddHours(1);
        await Task.WhenAll(one.SweepAsync(before), other.SweepAsync(before), one.SweepAsync(before), other.SweepAsync(before));
        await one.SweepAsync(before);

        Assert.Equal(2_100, topic.DeliveredIds.Distinct().Count());
        Assert.Equal(2_100, await new StoreInvariants(one.Store, one.Organization).CheckAsync([]));
    }

    private static OutboxEntry Entry(TestApp app, int number)
    {
        var id = "e" + number.ToString(CultureInfo.InvariantCulture);
        var e = new RecordedEvent
        {
            Id = id,
            Source = "BE",
            Type = "t",
            Time = new Timestamp(number),
            CreatedAt = new Timestamp(number),
            Json = "{}"u8.ToArray(),
        };
        return new OutboxEntry(e, LedgerKeys.Outbox(app.Organization, e.CreatedAt, e.Hash), null);
    }
}
