using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Hosting;

/// <summary>Only owners get health details.</summary>
public sealed class HealthDetailsTests : IAsyncLifetime
{
    private const string NoSweep = "OpsTrails:Sweep:Interval=01:00:00";
    private const string Public = """{"status":"ready"}""";

    private readonly StoreTap _tap = new();
    private readonly TestClock _clock = TestClock.AtNoon();
    private FakeTopic _topic = null!;
    private TestApp _app = null!;

    public async ValueTask InitializeAsync()
    {
        _topic = await FakeTopic.StartAsync();
        _app = await TestApp.StartAsync(
            null,
            builder =>
            {
                _tap.AddTo(builder);
                _clock.AddTo(builder);
            },
            [NoSweep, .. _topic.Settings]
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _topic.DisposeAsync();
    }

    [Fact]
    public async Task Health_shows_an_idle_program()
    {
        using var admin = await _app.ClientWithKeyAsync("ADMIN");

        var answer = await admin.AskAsync("/health");

        Assert.Equal(200, answer.Status);
        Assert.Equal(
            (
                """{"status":"ready","details":{"version":"VERSION","sweep":"""
                + """{"lastRunAt":"2026-06-01T12:00:00.000Z","lastSucceeded":true,"backlog":{"record":0,"publish":0,"more":false}"""
                + ""","lagSeconds":0},"topic":"""
                + """{"configured":true,"state":"delivering","lastError":null,"since":"2026-06-01T12:00:00.000Z"},"poison":"""
                + """{"count":0,"more":false},"derivation":{"staleCells":0,"more":false}}}"""
            ).Replace("VERSION", ProgramVersion.Text, StringComparison.Ordinal),
            answer.Body
        );
    }

    [Fact]
    public async Task Health_shows_the_backlog_its_reason_and_its_age()
    {
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        _topic.Refuse(400, "bad");
        await admin.RecordAsync(AnEvent.Json("bad"));
        await _app.SettleAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));
        _topic.FailWith(503);
        await admin.RecordAsync(AnEvent.Batch(3));
        await _app.SettleAsync();
        _clock.Advance(TimeSpan.FromSeconds(7));

        var details = (await admin.AskAsync("/health")).Json.GetProperty("details");

        Assert.Equal("""{"record":0,"publish":3,"more":false}""", details.GetProperty("sweep").GetProperty("backlog").GetRawText());
        Assert.Equal(7, details.GetProperty("sweep").GetProperty("lagSeconds").GetDouble());
        Assert.Equal(
            """{"configured":true,"state":"backing-off","lastError":"status 503","since":"2026-06-01T12:00:10.000Z"}""",
            details.GetProperty("topic").GetRawText()
        );
        Assert.Equal("""{"count":1,"more":false}""", details.GetProperty("poison").GetRawText());
    }

    [Fact]
    public async Task The_backlog_is_counted_up_to_1000()
    {
        _topic.FailWith(503);
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        foreach (var prefix in (string[])["a", "b", "c"])
            await admin.RecordAsync(AnEvent.Batch(450, prefix));
        await _app.SettleAsync();

        var backlog = (await admin.AskAsync("/health")).Json.GetProperty("details").GetProperty("sweep").GetProperty("backlog");

        Assert.Equal("""{"record":0,"publish":1000,"more":true}""", backlog.GetRawText());
    }

    [Fact]
    public async Task Health_shows_the_setup_token_the_public_answer()
    {
        using var client = _app.ClientWith(TestApp.SetupToken);

        Assert.Equal(Public, (await client.AskAsync("/health")).Body);
    }

    [Fact]
    public async Task Health_shows_only_the_organization_of_the_key()
    {
        _topic.FailWith(503);
        using var client = await _app.ClientWithKeyAsync();
        await client.RecordAsync(AnEvent.Batch(5));
        await _app.SettleAsync();
        var other = await _app.Services.GetRequiredService<NewOrganizations>().AddAsync("other", TestContext.Current.CancellationToken);
        var (_, key) = await _app
            .Services.GetRequiredService<KeyStore>()
            .IssueAsync(other, "key", Core.Keys.KeyScope.Admin, null, "test", TestContext.Current.CancellationToken);
        using var admin = _app.ClientWith(key.Reveal());

        var backlog = (await admin.AskAsync("/health")).Json.GetProperty("details").GetProperty("sweep").GetProperty("backlog");

        Assert.Equal(0, backlog.GetProperty("publish").GetInt32());
    }

    [Theory]
    [InlineData("READ_ONLY")]
    [InlineData("READ_WRITE")]
    public async Task Health_shows_other_keys_the_public_answer(string scope)
    {
        using var client = await _app.ClientWithKeyAsync(scope);

        Assert.Equal(Public, (await client.AskAsync("/health")).Body);
    }

    [Theory]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer ot_0000000000000000000000000000000000000000000000000")]
    [InlineData("Basic eDp4")]
    public async Task A_wrong_key_is_no_error(string authorization)
    {
        var answer = await _app.Client.AskAsync(HttpMethod.Get, "/health", headers: "Authorization: " + authorization);

        Assert.Equal((200, Public), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task When_the_store_fails_an_ADMIN_key_gets_the_public_answer()
    {
        using var admin = await _app.ClientWithKeyAsync("ADMIN");
        _tap.FailWhen(_ => true);

        var answer = await admin.AskAsync("/health");

        Assert.Equal((503, """{"status":"unavailable"}"""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Without_a_topic_there_is_none()
    {
        await using var app = await TestApp.StartAsync();
        using var admin = await app.ClientWithKeyAsync("ADMIN");

        var topic = (await admin.AskAsync("/health")).Json.GetProperty("details").GetProperty("topic");

        Assert.Equal("""{"configured":false,"state":"none","lastError":null,"since":null}""", topic.GetRawText());
    }
}
