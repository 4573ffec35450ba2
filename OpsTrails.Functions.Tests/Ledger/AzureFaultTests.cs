using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Storage.AzureTables;
using OpsTrails.Functions.Tests.Hosting;
using OpsTrails.Functions.Tests.Storage;
using OpsTrails.Functions.Tests.Storage.Faults;

namespace OpsTrails.Functions.Tests.Ledger;

public sealed class AzureFaultTests(ITestOutputHelper output)
{
    // A table that is there is never said to be missing; those that are missing at first are really so.
    private static readonly (Fault, double)[] Odds =
    [
        (Fault.AnswerLost, 0.08),
        (Fault.RequestLost, 0.05),
        (Fault.ServerError, 0.05),
        (Fault.ServerBusy, 0.08),
        (Fault.Throttled, 0.03),
        (Fault.EmptyPage, 0.05),
        (Fault.TableBeingDeleted, 0.02),
        (Fault.Forbidden, 0.01),
    ];

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 16)]
    public async Task Nothing_acknowledged_is_lost_or_half_there_when_storage_fails_at_every_third_request(int seed, int connections)
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var plan = FaultPlan.Random(seed, Odds);
        plan.On = _ => false;
        await using var app = await TestApp.StartAsync(
            azurite.ConnectionString,
            builder => builder.Services.AddSingleton(AzuriteServer.NewOptions(new FaultPolicy(plan))),
            "OpsTrails:Sweep:Interval=00:00:00.1",
            "OpsTrails:Sweep:After=00:00:00");
        using var client = await app.ClientWithKeyAsync();
        var load = new EventLoad(seed);

        // No table of events is there yet: the first writes make them, under faults.
        plan.On = _ => true;
        await load.RunAsync([client], connections, requests: 400 / connections);
        plan.On = _ => false;
        await load.SettleAsync(client);

        var events = await StoreInvariants.CheckAsync(() => new AzureTableStore(azurite.Connect()), load.Acknowledged);
        Assert.Equal(load.Acknowledged.Count, events);
        Assert.InRange(plan.Injected, 100, int.MaxValue);
        Assert.InRange(load.Failures, 1, int.MaxValue);
        output.WriteLine($"{plan.Injected} faults; {events} events, {load.Failures} sendings answered with 503");
    }
}
