using System.Globalization;
using OpsTrails.Core.Keys;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.Limits;

/// <summary>Buckets of one request and one a second: far slower than any machine that runs this.</summary>
public sealed class RateTests
{
    private const int ManyTimes = 1_000;

    private static readonly string[] SlowKeys = ["OpsTrails:Rates:PerKeyPerSecond=1", "OpsTrails:Rates:PerKeyBurst=1"];
    private static readonly string[] SlowStrangers = ["OpsTrails:Rates:UnknownPerSecond=1", "OpsTrails:Rates:UnknownBurst=1"];

    [Fact]
    public async Task A_key_over_its_rate_gets_retry_after()
    {
        await using var app = await TestApp.StartAsync(settings: SlowKeys);
        using var client = await app.ClientWithKeyAsync();

        var answer = await SendUntilRefusedAsync(client);

        AssertNamesTheWait(answer);
    }

    [Fact]
    public async Task A_key_that_sends_too_fast_does_not_slow_another()
    {
        await using var app = await TestApp.StartAsync(settings: SlowKeys);
        using var fast = await app.ClientWithKeyAsync();
        using var calm = await app.ClientWithKeyAsync();
        await SendUntilRefusedAsync(fast);

        var answer = await calm.RecordAsync(AnEvent.Json("e"));

        Assert.Equal(201, answer.Status);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("ot_0000000000000000000000000000000000000000000000000")]
    public async Task Callers_with_unknown_keys_over_the_rate_get_retry_after(string key)
    {
        await using var app = await TestApp.StartAsync(settings: SlowStrangers);
        using var client = app.ClientWith(key);

        var answer = await SendUntilRefusedAsync(client);

        AssertNamesTheWait(answer);
    }

    [Fact]
    public async Task A_flood_of_unknown_keys_does_not_block_a_known_key_from_the_same_address()
    {
        await using var app = await TestApp.StartAsync(settings: SlowStrangers);
        using var known = await app.ClientWithKeyAsync();
        using var setup = app.ClientWith(TestApp.SetupToken);
        using var stranger = app.ClientWith("nonsense");
        await known.RecordAsync(AnEvent.Json("e"));
        await SendUntilRefusedAsync(stranger);

        var answers = new List<int>();
        for (var i = 0; i < 20; i++)
        {
            answers.Add((await known.RecordAsync(AnEvent.Json("e"))).Status);
            await stranger.AskAsync("/api/v1/events/none");
        }

        Assert.All(answers, status => Assert.Equal(200, status));
        Assert.Equal(200, (await setup.AskAsync("/api/v1/keys")).Status);
    }

    [Fact]
    public async Task Guesses_over_the_rate_take_no_storage_request()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(null, tap.AddTo, SlowStrangers);
        var before = tap.Begun(Tables.Keys, "read");

        var statuses = new List<int>();
        for (var i = 0; i < 50; i++)
        {
            using var guess = app.ClientWith(ApiKey.New().Reveal());
            statuses.Add((await guess.AskAsync("/api/v1/events/none")).Status);
        }

        Assert.Contains(429, statuses);
        Assert.Equal(statuses.Count(status => status == 401), tap.Begun(Tables.Keys, "read") - before);
    }

    [Fact]
    public async Task Open_addresses_are_not_counted()
    {
        await using var app = await TestApp.StartAsync(settings: SlowStrangers);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => app.Client.AskAsync("/health")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
    }

    private static async Task<Answer> SendUntilRefusedAsync(HttpClient client)
    {
        for (var i = 0; i < ManyTimes; i++)
        {
            var answer = await client.AskAsync("/api/v1/events/none");
            if (answer.Status == 429)
                return answer;
        }
        throw new InvalidOperationException($"{ManyTimes} requests were let through.");
    }

    private static void AssertNamesTheWait(Answer answer)
    {
        Assert.Equal("QUOTA_EXCEEDED", answer.Code);
        Assert.InRange(int.Parse(answer.Header("retry-after")!, NumberStyles.None, CultureInfo.InvariantCulture), 1, 60);
    }
}
