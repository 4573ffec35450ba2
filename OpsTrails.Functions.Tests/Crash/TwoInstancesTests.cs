using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.AzureTables;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Crash;

/// <summary>Two programs over one store, one of which is killed in the middle.</summary>
[Layer(Layer.Process)]
public sealed class TwoInstancesTests
{
    private static readonly string[] SweepSoon = ["OpsTrails:Sweep:Interval=00:00:00.1", "OpsTrails:Sweep:After=00:00:00"];

    public static TheoryData<string> KillPoints { get; } = ["before:feed:5", "after:feed:5", "after:claim:8", "before:timeline:8"];

    [Theory]
    [MemberData(nameof(KillPoints))]
    public async Task The_feed_of_one_folder_has_no_gap_and_no_repeat_when_one_of_two_writers_is_killed(string killAt)
    {
        using var folder = new TemporaryFolder();

        await WriteFromTwoAsync(folder.Path, killAt, () => EmbeddedTableStore.Open(folder.Path));
    }

    [Theory]
    [MemberData(nameof(KillPoints))]
    public async Task The_feed_of_one_account_has_no_gap_and_no_repeat_when_one_of_two_writers_is_killed(string killAt)
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await WriteFromTwoAsync(azurite.ConnectionString, killAt, () => new AzureTableStore(azurite.Connect()));
    }

    private static async Task WriteFromTwoAsync(string storage, string killAt, Func<ITableStore> open)
    {
        await using var stays = await OpsTrailsProcess.StartAsync(storage, SweepSoon);
        var key = await stays.CreateKeyAsync();
        await using var falls = OpsTrailsProcess.Launch(storage, KillPoint.Parse(killAt), SweepSoon);
        Assert.True(await falls.ListensAsync(), falls.Told("It was to listen first."));
        using var one = stays.ClientWith(key);
        using var other = falls.ClientWith(key);
        var load = new EventLoad(seed: 3);

        await load.RunAsync([one, other], connections: 8, requests: 50);
        Assert.Equal(KillRun.SigKill, await falls.ExitAsync());
        await load.SettleAsync(one);

        Assert.Equal(load.Acknowledged.Count, await StoreInvariants.CheckAsync(open, load.Acknowledged));
    }
}
