using System.Text.Json;
using System.Text.Json.Nodes;
using OpsTrails.Functions.Commands;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Backup;

/// <summary>A store of the former format: only a backup reads it, and the backup restores into the current format.</summary>
[Layer(Layer.Process)]
public sealed class FormerStoreTests : IDisposable
{
    private const int Events = 7;

    private readonly TemporaryFolder _folder = new();

    private string Store => Path.Combine(_folder.Path, "former");

    private string Backup => Path.Combine(_folder.Path, "backup.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_refuses_the_former_format_and_says_what_to_do()
    {
        await MakeFormerAsync();

        var refusal = await Assert.ThrowsAsync<BackupException>(() => TestApp.StartAsync(Store));

        Assert.Contains("has format 1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("backup --to", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("restore --from", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_refuses_a_later_format()
    {
        await using (var app = await TestApp.StartAsync(Store))
            await app.Store.WriteAsync(
                Tables.Organizations,
                [Write.Upsert(new Row(InstallationKeys.Format) { ["Format"] = StoreFormat.Current + 1 })],
                TestContext.Current.CancellationToken
            );

        var refusal = await Assert.ThrowsAsync<BackupException>(() => TestApp.StartAsync(Store));

        Assert.Contains("Start the version of OpsTrails that wrote it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_of_the_former_format_restores_every_event()
    {
        await MakeFormerAsync();
        Assert.Equal(0, await CommandLine.RunAsync(["backup", "--to=" + Backup, "--OpsTrails:Storage=" + Store]));
        var target = Path.Combine(_folder.Path, "target");
        await Backups.RestoreAsync(Backup, target);

        await using var app = await TestApp.StartAsync(target);

        await new StoreInvariants(app.Store, app.Organization).CheckAsync([]);
        Assert.Equal(Events, (await app.RowsAsync(Tables.Events)).Count);
    }

    /// <summary>Stores events as the former version did: with their hash right after their time in the key, and without a place.</summary>
    private async Task MakeFormerAsync()
    {
        await using var app = await TestApp.StartAsync(Store, settings: RetainingApp.NoSweep);
        await app.RecordAsync([
            .. Enumerable.Range(0, Events).Select(i => RecordedEvents.Json($"e-{i}", "2026-11-01T10:00:00Z", version: $"1.{i}")),
        ]);
        await app.SettleAsync();
        foreach (var claim in (await app.RowsAsync(Tables.Ledger)).Where(row => row.Key.Row.StartsWith("i~", StringComparison.Ordinal)))
            await MoveAsync(app, claim);
        foreach (var row in (await app.RowsAsync(Tables.Ledger)).Where(row => LedgerKeys.IsFeed(row.Key)))
            await WriteAsync(app, Tables.Ledger, Write.Upsert(Without(row, row.Key)));
        foreach (var cell in await app.RowsAsync(Tables.Cells))
            await WriteAsync(app, Tables.Cells, Write.Upsert(FormerCell(cell)));
        await WriteAsync(app, Tables.Organizations, Write.Delete(InstallationKeys.Format));
    }

    private static async Task MoveAsync(TestApp app, Row claim)
    {
        var read = ClaimRow.Read(claim);
        var (now, former) = (EventKeys.Truth(app.Organization, read), EventKeys.FormerTruth(app.Organization, read));
        var truth = await app.Store.ReadAsync(Tables.Events, now, TestContext.Current.CancellationToken);
        await WriteAsync(app, Tables.Events, Write.Delete(now), Write.Upsert(Without(truth!, former)));
        await WriteAsync(app, Tables.Ledger, Write.Upsert(Without(claim, claim.Key)));
    }

    /// <summary>Its events had neither a time of recording nor a place, and its movers were called versions.</summary>
    private static Row FormerCell(Row cell)
    {
        var former = new Row(cell.Key);
        foreach (var (name, value) in cell.Properties.Where(property => property.Key is not ("Types" or "Movers" or "Ahead")))
            former[name] = name == "Latest" ? Stripped((byte[])value) : value;
        former["Versions"] = Stripped(cell.Bytes("Movers")!);
        return former;

        static byte[] Stripped(byte[] json)
        {
            var events = JsonNode.Parse(json)!.AsArray();
            foreach (var e in events)
                Assert.True(e!.AsObject().Remove("createdAt") && e.AsObject().Remove("place"));
            return JsonSerializer.SerializeToUtf8Bytes(events);
        }
    }

    private static Row Without(Row row, RowKey key)
    {
        var former = new Row(key);
        foreach (var (name, value) in row.Properties.Where(property => property.Key != "Place"))
            former[name] = value;
        return former;
    }

    private static async Task WriteAsync(TestApp app, string table, params Write[] writes) =>
        Assert.True((await app.Store.WriteAsync(table, writes, TestContext.Current.CancellationToken)).Succeeded);
}
