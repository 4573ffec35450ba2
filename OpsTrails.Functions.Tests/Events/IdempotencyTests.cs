using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Events;

public sealed class IdempotencyTests
{
    private const string Time = "2025-01-15T14:30:00Z";

    [Theory]
    [InlineData("NOW", "NOW")]
    [InlineData("now", "NOW")]
    [InlineData(Time, Time)]
    [InlineData(Time, "2025-01-15T15:30:00+01:00")]
    [InlineData(Time, "NOW")]
    [InlineData("NOW", Time)]
    public async Task The_same_event_again_gives_back_the_first_one(string firstTime, string secondTime)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var first = await client.RecordAsync(AnEvent.Json("e-1", time: firstTime));
        var second = await client.RecordAsync(AnEvent.Json("e-1", time: secondTime));

        Assert.Equal((201, 200), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task The_order_of_members_and_a_default_that_is_spelled_out_make_no_difference()
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();

        var first = await client.RecordAsync(
            """{"specversion":"1.0","type":"t","source":"s","time":"NOW","id":"e","b":"1","a":"2","data":{"x":1,"y":{"p":1,"q":2}}}"""
        );
        var second = await client.RecordAsync(
            """{"data":{"y":{"q":2,"p":1},"x":1},"a":"2","b":"1","datacontenttype":"application/"""
                + """json","subject":null,"id":"e","time":"NOW","source":"s","type":"t","specversion":"1.0"}"""
        );

        Assert.Equal((201, 200), (first.Status, second.Status));
        Assert.Equal(first.Body, second.Body);
    }

    [Theory]
    [InlineData(
        "version",
        """
            {"specversion":"1.0","type":"deployment","source":"BE","time":"2025-01-15T14:30:00Z","id":"e","subject":"STAGING",
            "version":"2","data":{"n":1.0}}
            """
    )]
    [InlineData(
        "subject",
        """
            {"specversion":"1.0","type":"deployment","source":"BE","time":"2025-01-15T14:30:00Z","id":"e","subject":"PRODUCTION",
            "version":"1","data":{"n":1.0}}
            """
    )]
    [InlineData(
        "no subject",
        """{"specversion":"1.0","type":"deployment","source":"BE","time":"2025-01-15T14:30:00Z","id":"e","version":"1","data":{"n":1.0}}"""
    )]
    [InlineData(
        "type",
        """
            {"specversion":"1.0","type":"rollback","source":"BE","time":"2025-01-15T14:30:00Z","id":"e","subject":"STAGING",
            "version":"1","data":{"n":1.0}}
            """
    )]
    [InlineData(
        "time",
        """
            {"specversion":"1.0","type":"deployment","source":"BE","time":"2025-01-15T14:30:01Z","id":"e","subject":"STAGING",
            "version":"1","data":{"n":1.0}}
            """
    )]
    [InlineData(
        "digits",
        """
            {"specversion":"1.0","type":"deployment","source":"BE","time":"2025-01-15T14:30:00Z","id":"e","subject":"STAGING",
            "version":"1","data":{"n":1.00}}
            """
    )]
    [InlineData(
        "data",
        """
            {"specversion":"1.0","type":"deployment","source":"BE","time":"2025-01-15T14:30:00Z","id":"e","subject":"STAGING",
            "version":"1"}
            """
    )]
    [InlineData(
        "extension",
        """
            {"specversion":"1.0","type":"deployment","source":"BE","time":"2025-01-15T14:30:00Z","id":"e","subject":"STAGING",
            "version":"1","data":{"n":1.0},"ext":"x"}
            """
    )]
    public async Task Other_content_under_the_same_source_and_id_is_a_conflict(string difference, string other)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        var first = await client.RecordAsync(AnEvent.Json("e", time: Time, version: "1", data: """{"n":1.0}"""));

        var second = await client.RecordAsync(other);

        Assert.True((201, 409, "CONFLICT") == (first.Status, second.Status, second.Code), difference);
        Assert.Equal(first.Body, (await client.AskAsync("/api/v1/events/e")).Body);
    }

    [Fact]
    public Task Thirty_two_at_once_make_one_event_on_the_embedded_store() => SendThirtyTwoAtOnceAsync(null);

    [Fact]
    public async Task Thirty_two_at_once_make_one_event_on_Azure_Tables()
    {
        await using var azurite = await AzuriteServer.StartAsync();

        await SendThirtyTwoAtOnceAsync(azurite.ConnectionString);
    }

    [Fact]
    public async Task Thirty_two_at_once_over_two_instances_make_one_event()
    {
        await using var azurite = await AzuriteServer.StartAsync();
        await using var one = await TestApp.StartAsync(azurite.ConnectionString);
        await using var other = await TestApp.StartAsync(azurite.ConnectionString);
        var key = await one.CreateKeyAsync();
        using var first = one.ClientWith(key);
        using var second = other.ClientWith(key);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(i => (i % 2 == 0 ? first : second).RecordAsync(AnEvent.Json("same")))
        );
        await Task.WhenAll(one.SettleAsync(), other.SettleAsync());

        await AssertMadeOneEventAsync(one, answers);
    }

    [Fact]
    public async Task A_restart_does_not_forget_what_was_recorded()
    {
        using var folder = new TemporaryFolder();
        string key;
        Answer before;
        await using (var app = await TestApp.StartAsync(folder.Path))
        {
            key = await app.CreateKeyAsync();
            using var client = app.ClientWith(key);
            before = await client.RecordAsync(AnEvent.Json("e-1"));
        }

        await using var again = await TestApp.StartAsync(folder.Path);
        using var later = again.ClientWith(key);
        var after = await later.RecordAsync(AnEvent.Json("e-1"));

        Assert.Equal((200, before.Body), (after.Status, after.Body));
    }

    private static async Task SendThirtyTwoAtOnceAsync(string? storage)
    {
        await using var app = await TestApp.StartAsync(storage);
        using var client = await app.ClientWithKeyAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => client.RecordAsync(AnEvent.Json("same"))));
        await app.SettleAsync();

        await AssertMadeOneEventAsync(app, answers);
    }

    private static async Task AssertMadeOneEventAsync(TestApp app, Answer[] answers)
    {
        Assert.Equal(31, answers.Count(answer => answer.Status == 200));
        Assert.Single(answers, answer => answer.Status == 201);
        Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Single(await app.RowsAsync(Tables.Events));
        Assert.Single(await app.RowsAsync(Tables.Timeline));
        Assert.Single(await app.RowsAsync(Tables.Ledger), row => row.Key.Row.StartsWith("s~", StringComparison.Ordinal));
        Assert.Equal(0, await app.CountOutboxAsync());
    }
}
