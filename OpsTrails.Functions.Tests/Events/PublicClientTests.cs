using System.Text;
using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Events;

/// <summary>
/// The requests that the public TypeScript SDK and GitHub Action send, as they are on the wire, and what those clients look at in the
/// answers.
/// </summary>
public sealed class PublicClientTests
{
    private static readonly string[] TwelveMembers =
    [
        "id",
        "specversion",
        "type",
        "source",
        "time",
        "subject",
        "severity",
        "version",
        "datacontenttype",
        "dataschema",
        "data",
        "createdAt",
    ];

    [Theory]
    [InlineData("sdk-least")]
    [InlineData("sdk-everything")]
    [InlineData("action-least")]
    [InlineData("action-everything")]
    [InlineData("action-without-a-repository")]
    public async Task A_recorded_request_makes_an_event_with_all_twelve_members(string recording)
    {
        await using var app = await TestApp.StartAsync();

        var answer = await SendAsync(app, recording, await app.CreateKeyAsync());

        Assert.Equal(201, answer.Status);
        Assert.Equal(["success", "data"], answer.Json.EnumerateObject().Select(member => member.Name));
        Assert.True(answer.Json.GetProperty("success").GetBoolean());
        Assert.Equal(TwelveMembers, answer.Data.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("sdk-everything")]
    [InlineData("action-everything")]
    [InlineData("action-without-a-repository")]
    public async Task Every_member_sent_comes_back_as_it_was_sent(string recording)
    {
        await using var app = await TestApp.StartAsync();
        var sent = JsonElement.Parse(Recording(recording).Body);

        var answer = await SendAsync(app, recording, await app.CreateKeyAsync());

        Assert.All(
            sent.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.String || member.Value.GetString() != "NOW"),
            member => Assert.True(JsonElement.DeepEquals(member.Value, answer.Data.GetProperty(member.Name)), member.Name)
        );
    }

    [Fact]
    public async Task The_action_gets_an_id_and_a_time_for_its_outputs()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await SendAsync(app, "action-least", await app.CreateKeyAsync());

        Assert.True(Guid.TryParse(answer.Data.GetProperty("id").GetString(), out var id) && id.Version == 7);
        Assert.Matches(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,7}Z\z", answer.Data.GetProperty("time").GetString());
    }

    [Theory]
    [InlineData("sdk-least", "ot_revoked", 401, "UNAUTHORIZED")]
    [InlineData("sdk-least", "READ_ONLY", 403, "FORBIDDEN")]
    [InlineData("sdk-wrong", "READ_WRITE", 400, "VALIDATION_ERROR")]
    [InlineData("sdk-base-url-with-a-path", "READ_WRITE", 404, "NOT_FOUND")]
    public async Task Each_failure_has_the_code_that_the_SDK_maps_to_an_error_class(
        string recording,
        string scopeOrKey,
        int status,
        string code
    )
    {
        await using var app = await TestApp.StartAsync();
        var key = scopeOrKey.StartsWith("ot_", StringComparison.Ordinal) ? scopeOrKey : await app.CreateKeyAsync(scopeOrKey);

        var answer = await SendAsync(app, recording, key);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(JsonValueKind.False, answer.Json.GetProperty("success").ValueKind);
        Assert.NotEmpty(answer.Error);
    }

    [Fact]
    public async Task Too_many_requests_name_the_seconds_to_wait()
    {
        await using var app = await TestApp.StartAsync(settings: "OpsTrails:Quota:EventsPerDay=1");
        var key = await app.CreateKeyAsync();
        await SendAsync(app, "sdk-least", key);

        var answer = await SendAsync(app, "sdk-least", key);

        Assert.Equal((429, "QUOTA_EXCEEDED"), (answer.Status, answer.Code));
        Assert.InRange(int.Parse(answer.Header("retry-after")!, System.Globalization.CultureInfo.InvariantCulture), 1, 60);
    }

    [Fact]
    public async Task Every_error_of_an_event_is_in_the_message()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await SendAsync(app, "sdk-wrong", await app.CreateKeyAsync());

        Assert.Matches(@"\Atype: .+; time: .+; severity: .+\z", answer.Error);
    }

    private static async Task<Answer> SendAsync(TestApp app, string recording, string key)
    {
        var (head, body) = Recording(recording);
        var server = app.Client.BaseAddress!;
        var request = head.Replace("\n", "\r\n", StringComparison.Ordinal)
            .Replace("{{host}}", server.Authority, StringComparison.Ordinal)
            .Replace("{{key}}", key, StringComparison.Ordinal);
        return await RawHttp.SendAsync(server, Encoding.UTF8.GetBytes(request + "\r\n\r\n" + body));
    }

    private static (string Head, string Body) Recording(string name)
    {
        var parts = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Events", "clients", name + ".http"))
            .ReplaceLineEndings("\n")
            .Split("\n\n", 2);
        return (parts[0], parts[1]);
    }
}
