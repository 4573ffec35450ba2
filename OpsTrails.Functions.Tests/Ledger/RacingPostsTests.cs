using System.Net;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Ledger;

public sealed class RacingPostsTests
{
    private const string Event = """{"specversion":"1.0","type":"deployment","source":"BE","subject":"PROD","time":"NOW","id":"one"}""";

    [Fact]
    public async Task Posts_of_one_id_racing_on_two_instances_over_one_folder_make_one_event()
    {
        using var folder = new TemporaryFolder();

        await RaceAsync(folder.Path);
    }

    [Fact]
    public async Task Posts_of_one_id_racing_on_two_instances_over_one_account_make_one_event()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await RaceAsync(azurite.ConnectionString);
    }

    private static async Task RaceAsync(string storage)
    {
        await using var one = await TestApp.StartAsync(storage);
        await using var other = await TestApp.StartAsync(storage);
        var key = await one.CreateKeyAsync();
        using var toOne = one.ClientWith(key);
        using var toOther = other.ClientWith(key);

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(async i =>
                {
                    using var response = await (i % 2 == 0 ? toOne : toOther).PostEventAsync(Event);
                    return (response.StatusCode, Json: (await response.ReadJsonAsync()).GetProperty("data").GetRawText());
                })
        );

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(31, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var json = Assert.Single(answers.Select(answer => answer.Json).Distinct());
        var invariants = new StoreInvariants(one.Store, one.Organization);
        await invariants.WhenOutboxIsEmptyAsync();
        Assert.Equal(1, await invariants.CheckAsync([new(new EventName("BE", "one"), json)]));
    }
}
