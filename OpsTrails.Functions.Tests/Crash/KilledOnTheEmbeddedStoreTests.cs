using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Crash;

[Layer(Layer.Process)]
public sealed class KilledOnTheEmbeddedStoreTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_half_there_however_often_the_program_is_killed()
    {
        using var folder = new TemporaryFolder();
        var run = new KillRun(folder.Path, () => EmbeddedTableStore.Open(folder.Path), seed: 20_260, output);

        await run.RunAsync(perPoint: 9, atRandom: 54);
    }
}
