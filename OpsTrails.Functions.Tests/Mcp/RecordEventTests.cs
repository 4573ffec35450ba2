using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Mcp;

/// <summary>Recording by assistants: only where the server allows it, only with a key that may, and never by accident.</summary>
public sealed class RecordEventTests
{
    private const string Allowed = "OpsTrails:Mcp:AllowRecording=true";

    public static TheoryData<string> Revisions => ProtocolTests.Revisions;

    [Theory]
    [MemberData(nameof(Revisions))]
    public async Task A_READ_ONLY_key_cannot_record(string revision)
    {
        await using var app = await TestApp.StartAsync(settings: Allowed);
        using var client = await app.ClientWithKeyAsync("READ_ONLY");
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync("READ_ONLY"), revision);

        foreach (
            var arguments in (string[])
                [
                    """{"type":"t","source":"s"}""",
                    """{"type":"t","source":"s","dry_run":true}""",
                    """{"type":"t","source":"s","dry_run":false,"id":"x"}""",
                ]
        )
        {
            var answer = await assistant.CallAsync("record_event", arguments);
            Assert.True(answer.IsError);
            Assert.Contains("READ_WRITE", answer.Text, StringComparison.Ordinal);
        }

        Assert.Equal(403, (await client.RecordAsync("""{"specversion":"1.0","type":"t","source":"s","time":"NOW"}""")).Status);
        Assert.Equal(0, (await client.AskAsync("/api/v1/events")).Data.GetArrayLength());
    }

    [Theory]
    [InlineData("READ_ONLY")]
    [InlineData("READ_WRITE")]
    [InlineData("ADMIN")]
    public async Task When_recording_is_off_nobody_can_record(string scope)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync();
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync(scope));

        var answer = await assistant.CallAsync("record_event", """{"type":"t","source":"s"}""");

        Assert.True(answer.IsError);
        Assert.Contains("off on this server", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, (await client.AskAsync("/api/v1/events")).Data.GetArrayLength());
    }

    [Fact]
    public async Task An_event_is_recorded_as_by_POST_and_once_for_an_id()
    {
        await using var app = await TestApp.StartAsync(settings: Allowed);
        using var client = await app.ClientWithKeyAsync();
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync());
        const string Arguments = """
            {"type":"deployment","source":"BE","subject":"STAGING","id":"a1","severity":"MINOR","version":"1.0",
            "time":"2026-01-05T10:00:00+01:00","description":"By hand","data":{"ticket":7.50}}
            """;

        var first = await assistant.CallAsync("record_event", Arguments);
        var again = await assistant.CallAsync("record_event", Arguments);
        var other = await assistant.CallAsync("record_event", """{"type":"deployment","source":"BE","id":"a1"}""");

        Assert.Equal(
            ("recorded", "already_recorded"),
            (first.Json.GetProperty("status").GetString(), again.Json.GetProperty("status").GetString())
        );
        Assert.True(other.IsError);
        Assert.Contains("Use a new id", other.Text, StringComparison.Ordinal);
        var e = Assert.Single((await client.AskAsync("/api/v1/events")).Data.EnumerateArray());
        Assert.Equal(
            ("a1", "2026-01-05T09:00:00.000Z", "STAGING"),
            (e.GetProperty("id").GetString(), e.GetProperty("time").GetString(), e.GetProperty("subject").GetString())
        );
        Assert.Equal("""{"description":"By hand","ticket":7.50}""", e.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_dry_run_shows_the_result_and_writes_nothing()
    {
        await using var app = await TestApp.StartAsync(settings: Allowed);
        using var client = await app.ClientWithKeyAsync();
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync());

        var would = await assistant.CallAsync("record_event", """{"type":"t","source":"s","id":"x","dry_run":true}""");
        var before = (await client.AskAsync("/api/v1/events")).Data.GetArrayLength();
        await assistant.CallAsync("record_event", """{"type":"t","source":"s","id":"x"}""");
        var repeated = await assistant.CallAsync("record_event", """{"type":"t","source":"s","id":"x","dry_run":true}""");
        var conflict = await assistant.CallAsync("record_event", """{"type":"changed","source":"s","id":"x","dry_run":true}""");

        Assert.Equal(0, before);
        Assert.Equal(
            ("would_be_recorded", "already_recorded"),
            (would.Json.GetProperty("status").GetString(), repeated.Json.GetProperty("status").GetString())
        );
        Assert.True(conflict.IsError);
        Assert.Equal(1, (await client.AskAsync("/api/v1/events")).Data.GetArrayLength());
    }

    [Fact]
    public async Task The_content_of_a_deleted_event_is_refused_and_other_content_recorded()
    {
        await using var app = await TestApp.StartAsync(settings: Allowed);
        using var admin = await app.AdminOfAsync();
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync());
        await assistant.CallAsync("record_event", """{"type":"t","source":"s","id":"x"}""");
        await admin.DeleteEventAsync("x");

        var tried = await assistant.CallAsync("record_event", """{"type":"t","source":"s","id":"x","dry_run":true}""");
        var same = await assistant.CallAsync("record_event", """{"type":"t","source":"s","id":"x"}""");
        var would = await assistant.CallAsync("record_event", """{"type":"changed","source":"s","id":"x","dry_run":true}""");
        var other = await assistant.CallAsync("record_event", """{"type":"changed","source":"s","id":"x"}""");

        Assert.Contains("This event was deleted on", tried.Text, StringComparison.Ordinal);
        Assert.Equal((true, tried.Text), (same.IsError, same.Text));
        Assert.Equal(
            ("would_be_recorded", "recorded"),
            (would.Json.GetProperty("status").GetString(), other.Json.GetProperty("status").GetString())
        );
    }

    [Fact]
    public async Task Limits_and_quotas_apply_to_record_event()
    {
        await using var app = await TestApp.StartAsync(
            null,
            TestClock.AtNoon().AddTo,
            Allowed,
            "OpsTrails:Limits:EventBytes=2000",
            "OpsTrails:Quota:EventsPerDay=1"
        );
        await using var assistant = await Assistant.ConnectAsync(app, await app.CreateKeyAsync());

        var big = await assistant.CallAsync("record_event", $$$"""{"type":"t","source":"s","data":{"x":"{{{new string('x', 2_000)}}}"}}""");
        var first = await assistant.CallAsync("record_event", """{"type":"t","source":"s"}""");
        var second = await assistant.CallAsync("record_event", """{"type":"t","source":"s"}""");

        Assert.Contains("at most 2000", big.Text, StringComparison.Ordinal);
        Assert.False(first.IsError);
        Assert.Contains("1 events a day", second.Text, StringComparison.Ordinal);
    }
}
