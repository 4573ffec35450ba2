using System.Net;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage.AzureTables;

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
        await using var app = await StartAsync(azurite, plan, "OpsTrails:Sweep:Interval=00:00:00.1", "OpsTrails:Sweep:After=00:00:00");
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

    // The transactions of one event are its claim and its place in the feed; the rest are single rows.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_event_is_new_and_once_in_the_feed_though_the_answer_to_a_transaction_was_lost(int transaction)
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var plan = FaultPlan.Scripted(Fault.AnswerLost);
        plan.On = _ => false;
        await using var app = await StartAsync(azurite, plan);
        using var client = await app.ClientWithKeyAsync();
        await PostOldAsync(app, client);

        LoseAnswerOf(plan, transaction);
        using var posted = await client.PostEventAsync(Event("e"));

        Assert.Equal(HttpStatusCode.Created, posted.StatusCode);
        var json = (await posted.ReadJsonAsync()).GetProperty("data").GetRawText();
        Assert.Equal(
            2,
            await StoreInvariants.CheckAsync(() => new AzureTableStore(azurite.Connect()), [new(new EventName("BE", "e"), json)])
        );
        Assert.Equal(1, plan.Injected);
    }

    [Fact]
    public async Task In_a_batch_the_new_is_new_and_the_repeated_repeated_though_the_answer_to_their_claims_was_lost()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        var plan = FaultPlan.Scripted(Fault.AnswerLost);
        plan.On = _ => false;
        await using var app = await StartAsync(azurite, plan);
        using var client = await app.ClientWithKeyAsync();
        await PostOldAsync(app, client);

        // The first transaction is refused for the one that is there; the second goes without it.
        LoseAnswerOf(plan, 2);
        using var posted = await client.PostEventAsync($"[{Event("new-1")},{Event("old")},{Event("new-2")}]");

        var statuses = (await posted.ReadJsonAsync())
            .GetProperty("data")
            .EnumerateArray()
            .Select(item => item.GetProperty("status").GetInt32());
        Assert.Equal([201, 200, 201], statuses);
        Assert.Equal(3, await StoreInvariants.CheckAsync(() => new AzureTableStore(azurite.Connect()), []));
        Assert.Equal(1, plan.Injected);
    }

    private static string Event(string id) => $$"""{"specversion":"1.0","type":"deployment","source":"BE","time":"NOW","id":"{{id}}"}""";

    private static Task<TestApp> StartAsync(AzuriteServer azurite, FaultPlan plan, params string[] settings) =>
        TestApp.StartAsync(
            azurite.ConnectionString,
            builder => builder.Services.AddSingleton(AzuriteServer.NewOptions(new FaultPolicy(plan))),
            settings
        );

    /// <summary>Records an event to the end, so that the tables are there.</summary>
    private static async Task PostOldAsync(TestApp app, HttpClient client)
    {
        using var old = await client.PostEventAsync(Event("old"));
        await new StoreInvariants(app.Store, app.Organization).WhenOutboxIsEmptyAsync();
    }

    private static void LoseAnswerOf(FaultPlan plan, int transaction)
    {
        var seen = 0;
        plan.On = request =>
            request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) && Interlocked.Increment(ref seen) == transaction;
    }
}
