using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage.AzureTables;

namespace OpsTrails.Functions.Tests.Crash;

[Layer(Layer.Process)]
public sealed class KilledOnAzureTablesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_half_there_however_often_the_program_is_killed()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var run = new KillRun(azurite.ConnectionString, () => new AzureTableStore(azurite.Connect()), seed: 20_261, output);

        await run.RunAsync(perPoint: 2, atRandom: 16);
    }
}
