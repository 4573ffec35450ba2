using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Backup;

public sealed class BackupCostTests
{
    [Fact]
    public async Task A_backup_reads_each_event_once_and_everything_else_by_the_thousand()
    {
        using var folder = new TemporaryFolder();
        await using var app = await TestApp.StartAsync(settings: RetainingApp.NoSweep);
        await app.RecordAsync([
            .. Enumerable
                .Range(0, 1_000)
                .Select(i => RecordedEvents.Json($"{i}", RecordedEvents.TimeText(TimeProvider.System.GetUtcNow().UtcTicks - i))),
        ]);
        using var requests = new StorageRequests(app);

        await app.BackUpAsync(Path.Combine(folder.Path, "b.jsonl"));

        TestContext.Current.TestOutputHelper!.WriteLine(requests.ListingWithout(""));
        Assert.StartsWith(
            "cells query 1, context query 2, events read 1000, facets query 1, filters query 2, incidents query 1, "
                + "keys query 2, ledger query 8, ledger read 2, organizations query 3, organizations read 1,",
            requests.ListingWithout(""),
            StringComparison.Ordinal
        );
    }
}
