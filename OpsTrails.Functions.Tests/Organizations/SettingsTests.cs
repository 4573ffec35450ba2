using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Organizations;

public sealed class SettingsTests : IAsyncLifetime
{
    private const string Address = "/api/v1/settings";
    private const string Defaults =
        """{"name":"","ladders":[],"timeZone":"UTC","businessHours":null,"retentionDays":null,"types":{},"""
        + "\"incidents\":{\"openFor\":\"24h\"},\"aliases\":{\"subjects\":{},\"sources\":{}},\"groups\":{},"
        + "\"archived\":{\"subjects\":{},\"sources\":{}},\"display\":{\"subjects\":{},\"sources\":{}},\"links\":[]}";

    private readonly TestClock _clock = TestClock.AtNoon();
    private TestApp _app = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(configure: _clock.AddTo);
        _admin = await _app.ClientWithKeyAsync("ADMIN");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Before_anyone_sets_them_there_are_defaults()
    {
        var answer = await _admin.AskAsync(Address);

        Assert.Equal($$"""{"success":true,"data":{{Defaults}},"revision":0,"updatedAt":null,"updatedBy":null}""", answer.Body);
        Assert.Equal("\"0\"", answer.Header("etag"));
    }

    [Fact]
    public async Task What_is_put_is_given_back_and_replaces_all()
    {
        var first = await PutAsync("""{"name":"Acme","ladders":[["DEV","PROD"]],"retentionDays":90}""");
        _clock.Advance(TimeSpan.FromMinutes(1));
        var second = await PutAsync("""{"timeZone":"Europe/Warsaw"}""");
        var read = await _admin.AskAsync(Address);

        Assert.Equal(
            """{"name":"Acme","ladders":[["DEV","PROD"]],"timeZone":"UTC","businessHours":null,"retentionDays":90,"types":{},"""
                + "\"incidents\":{\"openFor\":\"24h\"},\"aliases\":{\"subjects\":{},\"sources\":{}},\"groups\":{},"
                + "\"archived\":{\"subjects\":{},\"sources\":{}},\"display\":{\"subjects\":{},\"sources\":{}},\"links\":[]}",
            first.Data.GetRawText()
        );
        Assert.Equal("\"1\"", first.Header("etag"));
        Assert.Equal(Defaults.Replace("UTC", "Europe/Warsaw", StringComparison.Ordinal), second.Data.GetRawText());
        Assert.Equal(second.Body, read.Body);
        Assert.Equal(
            (2, "2026-06-01T12:01:00.000Z"),
            (read.Json.GetProperty("revision").GetInt32(), read.Json.GetProperty("updatedAt").GetString())
        );
        Assert.StartsWith("key:k", read.Json.GetProperty("updatedBy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_read_can_be_sent_as_it_came_and_makes_no_new_revision()
    {
        await PutAsync("""{"name":"Acme","businessHours":{"days":["mon"],"from":"09:00","to":"17:00"}}""");
        var read = await _admin.AskAsync(Address);

        var again = await PutAsync(read.Data.GetRawText());

        Assert.Equal(read.Body, again.Body);
    }

    [Fact]
    public async Task Labels_to_show_instead_of_names_are_kept_and_change_no_answer_but_this_one()
    {
        await _app.RecordAsync([RecordedEvents.Json("1", "2026-05-01T10:00:00Z")]);
        var before = await _admin.AskAsync("/api/v1/grid");

        var saved = await PutAsync("""{"display":{"sources":{"//github.com/acme/x":" Checkout "},"subjects":{"PROD":"Live shop"}}}""");

        Assert.Equal(
            """{"subjects":{"PROD":"Live shop"},"sources":{"//github.com/acme/x":"Checkout"}}""",
            saved.Data.GetProperty("display").GetRawText()
        );
        var after = await _admin.AskAsync("/api/v1/grid");
        Assert.Equal(before.Data.GetProperty("rows").GetRawText(), after.Data.GetProperty("rows").GetRawText());
    }

    [Theory]
    [InlineData("\"1\"", 200)]
    [InlineData("W/\"1\"", 200)]
    [InlineData("\"7\", \"1\"", 200)]
    [InlineData("*", 200)]
    [InlineData("\"0\"", 409)]
    [InlineData("\"2\"", 409)]
    [InlineData("1", 400)]
    [InlineData("\"one\"", 400)]
    [InlineData("\"-1\"", 400)]
    public async Task A_change_of_another_revision_is_refused(string ifMatch, int status)
    {
        await PutAsync("""{"name":"first"}""");

        var answer = await PutAsync("""{"name":"second"}""", "If-Match: " + ifMatch);

        Assert.Equal(status, answer.Status);
        if (status == 409)
        {
            Assert.Equal("CONFLICT", answer.Code);
            Assert.Contains("have changed: their revision is now 1", answer.Error, StringComparison.Ordinal);
        }
        Assert.Equal(status == 200 ? "second" : "first", (await _admin.AskAsync(Address)).Data.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Of_thirty_two_at_once_that_change_one_revision_exactly_one_wins()
    {
        await PutAsync("""{"name":"first"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => PutAsync($$"""{"name":"writer {{i}}"}""", "If-Match: \"1\"")));

        var winner = Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(31, answers.Count(answer => answer.Status == 409));
        Assert.Equal(winner.Body, (await _admin.AskAsync(Address)).Body);
    }

    [Fact]
    public async Task Every_error_is_reported_at_once()
    {
        var answer = await PutAsync("""{"name":5,"colour":"red","timeZone":"Mars","retentionDays":0}""");

        Assert.Equal((400, "VALIDATION_ERROR"), (answer.Status, answer.Code));
        Assert.Equal(
            "\"colour\": is unknown. Use name, ladders, timeZone, businessHours, retentionDays, types, incidents, aliases, "
                + "groups, archived, display or links; "
                + "name: must be a string, not a number; "
                + "timeZone: \"Mars\" is unknown. Use an IANA name such as Europe/Warsaw; "
                + "retentionDays: must be a whole number from 1 to 36500, or null to keep everything.",
            answer.Error
        );
    }

    [Theory]
    [InlineData("{", "application/json", 400)]
    [InlineData("", "application/json", 400)]
    [InlineData("{}", "text/plain", 415)]
    public async Task What_is_no_json_is_refused(string body, string mediaType, int status) =>
        Assert.Equal(status, (await _admin.AskAsync(HttpMethod.Put, Address, body, mediaType)).Status);

    [Theory]
    [InlineData("x", 50, 50)]
    [InlineData("🚀", 50, 25)] // grows to three times as many bytes
    public async Task As_much_as_is_allowed_is_kept(string character, int ladders, int stages)
    {
        var stage = string.Concat(Enumerable.Repeat(character, 46));
        var json = ArrayOf(ladders, i => ArrayOf(stages, j => $"\"{i * stages + j:D4}{stage}\""));

        var answer = await PutAsync($$"""{"ladders":{{json}}}""");

        Assert.Equal(200, answer.Status);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), (await _admin.AskAsync(Address)).Data.GetProperty("ladders")));
    }

    [Theory]
    [InlineData("READ_ONLY", 200, 403)]
    [InlineData("READ_WRITE", 200, 403)]
    [InlineData("ADMIN", 200, 200)]
    public async Task Any_key_reads_them_and_only_an_admin_key_changes_them(string scope, int get, int put)
    {
        using var client = await _app.ClientWithKeyAsync(scope);

        Assert.Equal(get, (await client.AskAsync(Address)).Status);
        Assert.Equal(put, (await client.AskAsync(HttpMethod.Put, Address, "{}")).Status);
    }

    [Fact]
    public async Task The_setup_token_and_no_key_at_all_do_neither()
    {
        using var setup = _app.ClientWith(TestApp.SetupToken);

        Assert.Equal(403, (await setup.AskAsync(Address)).Status);
        Assert.Equal(403, (await setup.AskAsync(HttpMethod.Put, Address, "{}")).Status);
        Assert.Equal(401, (await _app.Client.AskAsync(HttpMethod.Put, Address, "{}")).Status);
    }

    [Fact]
    public async Task A_change_is_known_to_this_instance_at_once()
    {
        var settings = _app.Services.GetRequiredService<SettingsStore>();
        Assert.Equal("UTC", (await settings.GetAsync(_app.Organization, CancellationToken.None)).TimeZone);

        await PutAsync("""{"timeZone":"Europe/Warsaw"}""");

        Assert.Equal("Europe/Warsaw", (await settings.GetAsync(_app.Organization, CancellationToken.None)).TimeZone);
    }

    [Fact]
    public async Task An_organization_that_is_added_has_its_name_and_is_listed()
    {
        var installation = _app.Services.GetRequiredService<Installation>();
        var organizations = _app.Services.GetRequiredService<NewOrganizations>();

        var added = await organizations.AddAsync("Acme", CancellationToken.None);

        Assert.Equal("Acme", (await _app.Services.GetRequiredService<SettingsStore>().GetAsync(added, CancellationToken.None)).Name);
        Assert.Equal(new[] { _app.Organization, added }.ToHashSet(), (await installation.ListAsync(CancellationToken.None)).ToHashSet());
        await Assert.ThrowsAsync<ArgumentException>(() => organizations.AddAsync(new string('x', 101), CancellationToken.None));
    }

    private Task<Answer> PutAsync(string json, params string[] headers) =>
        _admin.AskAsync(HttpMethod.Put, Address, json, "application/json", headers);

    private static string ArrayOf(int count, Func<int, string> item) => $"[{string.Join(',', Enumerable.Range(0, count).Select(item))}]";
}
