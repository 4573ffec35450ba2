using System.Globalization;
using OpsTrails.Core.Input;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;
using OpsTrails.Storage.AzureTables;
using OpsTrails.Storage.Embedded;

namespace OpsTrails.Functions.Tests.Crash;

/// <summary>
/// The program is killed before and after every step in which retention deletes: what is due goes in the end, and nothing else.
/// </summary>
[Layer(Layer.Process)]
public sealed class KilledWhileDeletingTests(ITestOutputHelper output)
{
    /// <summary>So many are due each time that their claims alone take two transactions, whatever a killed run has left.</summary>
    private const int EventsPerKill = 24 + TableLimits.WritesPerTransaction + 20;

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly string[] DeleteSoon = ["OpsTrails:Retention:Interval=00:00:00.2"];

    [Fact]
    public async Task On_the_embedded_store_exactly_what_is_due_goes_however_often_the_program_is_killed()
    {
        using var folder = new TemporaryFolder();

        await KillAsync(folder.Path, () => EmbeddedTableStore.Open(folder.Path), occurrences: 2);
    }

    [Fact]
    public async Task On_azure_tables_exactly_what_is_due_goes_however_often_the_program_is_killed()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await KillAsync(azurite.ConnectionString, () => new AzureTableStore(azurite.Connect()), occurrences: 1);
    }

    private async Task KillAsync(string storage, Func<ITableStore> open, int occurrences)
    {
        var kills = KillPoint
            .Deletions.SelectMany(step =>
                Enumerable
                    .Range(1, occurrences)
                    .SelectMany(occurrence => (KillPoint[])[new(IsAfter: false, step, occurrence), new(IsAfter: true, step, occurrence)])
            )
            .ToList();
        foreach (var (kill, number) in kills.Zip(Enumerable.Range(0, kills.Count)))
        {
            await RecordAsync(storage, string.Create(CultureInfo.InvariantCulture, $"k{number}-"));
            await using var program = OpsTrailsProcess.Launch(storage, kill, DeleteSoon);
            Assert.True(await program.ExitAsync() == KillRun.SigKill, program.Told($"The program was to be killed {kill}."));
        }

        await using (var program = await OpsTrailsProcess.StartAsync(storage, DeleteSoon))
        {
            using var client = program.ClientWith(await program.CreateKeyAsync());
            await Eventually.TrueAsync(async () =>
                (await client.AskAsync("/api/v1/summary?from=-100d")).Data.GetProperty("total").GetInt32() == 24 * kills.Count
            );
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            Assert.Equal(0, await program.StopAsync());
        }
        output.WriteLine($"killed {kills.Count} times: {string.Join(", ", kills)}");
        Assert.Equal(24 * kills.Count, await StoreInvariants.CheckAsync(open, [], Timestamp.From(Now.AddDays(-1))));
    }

    /// <summary>24 events of the last day, and older ones, which are due. Times are well off the edge, as the clock goes on.</summary>
    private static async Task RecordAsync(string storage, string prefix)
    {
        await using var app = await TestApp.StartAsync(storage, settings: RetainingApp.NoSweep);
        await app.KeepForAsync(1);
        await app.RecordAsync([
            .. RetainingApp.Hourly(Now.AddMinutes(59), 24, prefix),
            .. RetainingApp.Hourly(Now, EventsPerKill - 24, prefix, first: 24),
        ]);
    }
}
