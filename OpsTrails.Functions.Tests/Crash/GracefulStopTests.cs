using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Crash;

[Layer(Layer.Process)]
public sealed class GracefulStopTests
{
    // A sweep at the start finds nothing, and there is none after it: all is done by those who began it.
    private static readonly string[] NoSweep = ["OpsTrails:Sweep:Interval=01:00:00", "OpsTrails:Sweep:After=01:00:00"];

    [Fact]
    public async Task A_program_told_to_stop_under_load_finishes_what_it_began_and_exits_with_0()
    {
        using var folder = new TemporaryFolder();
        await using var program = await OpsTrailsProcess.StartAsync(folder.Path, NoSweep);
        using var client = program.ClientWith(await program.CreateKeyAsync());
        var load = new EventLoad(seed: 15);
        var busy = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var running = load.RunAsync(
            [client],
            connections: 16,
            requests: int.MaxValue,
            () =>
            {
                if (load.Answers > 100)
                    busy.TrySetResult();
            }
        );
        await Task.WhenAny(busy.Task, running);
        var exitCode = await program.StopAsync();
        await running;

        Assert.True(exitCode == 0, program.Told($"The exit code is {exitCode}."));
        Assert.InRange(load.Answers, 100, int.MaxValue);
        await CheckWithoutWaitingAsync(folder.Path, load);
    }

    private static async Task CheckWithoutWaitingAsync(string folder, EventLoad load)
    {
        await using var store = EmbeddedTableStore.Open(folder);
        var invariants = await StoreInvariants.OfAsync(store);
        await invariants.CheckAsync(load.Acknowledged);
    }
}
