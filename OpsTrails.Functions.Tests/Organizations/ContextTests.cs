using System.Text.Json;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.Organizations;

public sealed class ContextTests : IAsyncLifetime
{
    private const string Address = "/api/v1/context";

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
    public async Task Before_anyone_writes_it_the_text_is_empty()
    {
        var answer = await _admin.AskAsync(Address);

        Assert.Equal("""{"success":true,"data":{"text":"","revision":0,"updatedAt":null,"updatedBy":null}}""", answer.Body);
        Assert.Equal("\"0\"", answer.Header("etag"));
        Assert.Equal("""{"success":true,"data":[],"nextCursor":null}""", (await _admin.AskAsync(Address + "/revisions")).Body);
    }

    [Fact]
    public async Task A_text_comes_back_as_it_was_sent_with_who_and_when()
    {
        const string Text = "# Środowiska 🚀\r\n\n\t- `PROD` <script> \"quoted\" \\ \u2028";

        var put = await PutAsync(Text);
        var read = await _admin.AskAsync(Address);

        Assert.Equal(200, put.Status);
        Assert.Equal(put.Body, read.Body);
        Assert.Equal("\"1\"", put.Header("etag"));
        Assert.Equal(Text, read.Data.GetProperty("text").GetString());
        Assert.Equal(
            (1, "2026-06-01T12:00:00.000Z"),
            (read.Data.GetProperty("revision").GetInt32(), read.Data.GetProperty("updatedAt").GetString())
        );
        Assert.StartsWith("key:k", read.Data.GetProperty("updatedBy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markdown_may_be_sent_as_it_is()
    {
        var put = await _admin.AskAsync(HttpMethod.Put, Address, "# One\n\"two\" ż", "text/markdown");

        Assert.Equal("# One\n\"two\" ż", put.Data.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Of_twenty_five_changes_the_last_twenty_are_kept()
    {
        for (var i = 1; i <= 25; i++)
            await PutAsync($"text {i}");

        var list = (await _admin.AskAsync(Address + "/revisions")).Json;

        Assert.Equal(
            Enumerable.Range(6, 20).Reverse(),
            list.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("revision").GetInt32())
        );
        Assert.Equal(["revision", "updatedAt", "updatedBy"], list.GetProperty("data")[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal("text 6", (await _admin.AskAsync(Address + "/revisions/6")).Data.GetProperty("text").GetString());
        Assert.Equal((await _admin.AskAsync(Address)).Body, (await _admin.AskAsync(Address + "/revisions/25")).Body);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("1.0")]
    [InlineData("99999999999999999999")]
    public async Task A_revision_that_is_not_there_is_not_found(string revision)
    {
        await PutAsync("one");

        var answer = await _admin.AskAsync($"{Address}/revisions/{revision}");

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_same_text_again_makes_no_new_revision()
    {
        var first = await PutAsync("same");
        _clock.Advance(TimeSpan.FromHours(1));

        var second = await PutAsync("same");

        Assert.Equal(first.Body, second.Body);
    }

    [Fact]
    public async Task A_change_of_another_revision_is_refused_and_says_the_current_one()
    {
        await PutAsync("one");
        await PutAsync("two", "If-Match: \"1\"");

        var stale = await PutAsync("three", "If-Match: \"1\"");

        Assert.Equal((409, "CONFLICT"), (stale.Status, stale.Code));
        Assert.Contains("its revision is now 2", stale.Error, StringComparison.Ordinal);
        Assert.Equal("two", (await _admin.AskAsync(Address)).Data.GetProperty("text").GetString());
        Assert.Equal(400, (await PutAsync("three", "If-Match: nonsense")).Status);
    }

    [Fact]
    public async Task Of_thirty_two_at_once_that_change_one_revision_exactly_one_wins()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => PutAsync($"writer {i}", "If-Match: \"0\"")));

        var winner = Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(31, answers.Count(answer => answer.Status == 409));
        Assert.Equal(winner.Body, (await _admin.AskAsync(Address)).Body);
        Assert.Equal(1, (await _admin.AskAsync(Address + "/revisions")).Data.GetArrayLength());
    }

    [Fact]
    public async Task Concurrent_unconditional_writes_are_all_applied_in_turn()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => PutAsync($"writer {i}")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(Enumerable.Range(1, 32), answers.Select(answer => answer.Data.GetProperty("revision").GetInt32()).Order());
        var kept = (await _admin.AskAsync(Address + "/revisions"))
            .Data.EnumerateArray()
            .Select(item => item.GetProperty("revision").GetInt32());
        Assert.Equal(Enumerable.Range(13, 20).Reverse(), kept);
    }

    [Fact]
    public async Task As_many_bytes_as_allowed_are_taken_and_one_more_is_not()
    {
        var most = new string('ż', 16 * 1024);

        Assert.Equal(200, (await PutAsync(most)).Status);
        Assert.Equal(200, (await _admin.AskAsync(HttpMethod.Put, Address, most, "text/markdown")).Status);
        Assert.Equal("text: is too long: 32769 bytes in UTF-8, at most 32768.", (await PutAsync(most + "x")).Error);
        Assert.Equal(
            "text: is too long: 32769 bytes in UTF-8, at most 32768.",
            (await _admin.AskAsync(HttpMethod.Put, Address, most + "x", "text/markdown")).Error
        );
        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), await StatusAsync(new string('x', 300_000), "text/markdown"));
    }

    [Theory]
    [InlineData("{}", "application/json", 400, "text: is required. Send \"\" for none.")]
    [InlineData("""{"text":null}""", "application/json", 400, "text: is required. Send \"\" for none.")]
    [InlineData(
        """{"text":5,"more":1}""",
        "application/json",
        400,
        "\"more\": is unknown. Use text; text: must be a string, not a number."
    )]
    [InlineData(
        """{"text":"a\u0000b"}""",
        "application/json",
        400,
        "text: contains the control character U+0000. Use none but line ends and tabs."
    )]
    [InlineData(
        """{"text":"a\u0085b"}""",
        "application/json",
        400,
        "text: contains the control character U+0085. Use none but line ends and tabs."
    )]
    [InlineData("""{"text":"a\ud800b"}""", "application/json", 400, "text: contains an unpaired surrogate. Send valid Unicode.")]
    [InlineData("""["text"]""", "application/json", 400, "body: must be a JSON object, not an array.")]
    [InlineData("{", "application/json", 400, "body: is not valid JSON")]
    [InlineData("a\u001bb", "text/markdown", 400, "text: contains the control character U+001B. Use none but line ends and tabs.")]
    [InlineData("text", "text/plain", 415, "Unsupported Content-Type. Send application/json or text/markdown.")]
    public async Task An_invalid_text_is_refused_with_what_to_send(string body, string mediaType, int status, string error)
    {
        var answer = await _admin.AskAsync(HttpMethod.Put, Address, body, mediaType);

        Assert.Equal((status, error), (answer.Status, answer.Error));
        Assert.Equal(0, (await _admin.AskAsync(Address)).Data.GetProperty("revision").GetInt32());
    }

    [Fact]
    public async Task Markdown_that_is_not_utf8_is_refused()
    {
        using var latin = new ByteArrayContent([0xE9]) { Headers = { { "Content-Type", "text/markdown; charset=iso-8859-1" } } };
        using var broken = new ByteArrayContent([0xC3]) { Headers = { { "Content-Type", "text/markdown; charset=utf-8" } } };

        using var first = await _admin.PutAsync(new Uri(Address, UriKind.Relative), latin, TestContext.Current.CancellationToken);
        using var second = await _admin.PutAsync(new Uri(Address, UriKind.Relative), broken, TestContext.Current.CancellationToken);

        Assert.Equal((415, 400), ((int)first.StatusCode, (int)second.StatusCode));
    }

    [Theory]
    [InlineData("READ_ONLY", 200, 403)]
    [InlineData("READ_WRITE", 200, 403)]
    [InlineData("ADMIN", 200, 200)]
    public async Task Any_key_reads_it_and_only_an_admin_key_writes_it(string scope, int get, int put)
    {
        using var client = await _app.ClientWithKeyAsync(scope);
        await PutAsync("one");

        Assert.Equal(get, (await client.AskAsync(Address)).Status);
        Assert.Equal(get, (await client.AskAsync(Address + "/revisions")).Status);
        Assert.Equal(get, (await client.AskAsync(Address + "/revisions/1")).Status);
        Assert.Equal(put, (await client.AskAsync(HttpMethod.Put, Address, """{"text":"x"}""")).Status);
        Assert.Equal(put, (await client.AskAsync(HttpMethod.Put, Address, "x", "text/markdown")).Status);
    }

    [Fact]
    public async Task The_setup_token_does_not_write_it()
    {
        using var setup = _app.ClientWith(TestApp.SetupToken);

        Assert.Equal(403, (await setup.AskAsync(HttpMethod.Put, Address, """{"text":"x"}""")).Status);
    }

    private Task<Answer> PutAsync(string text, params string[] headers) =>
        _admin.AskAsync(HttpMethod.Put, Address, JsonSerializer.Serialize(new { text }), "application/json", headers);

    private async Task<(int, string)> StatusAsync(string body, string mediaType) =>
        await _admin.AskAsync(HttpMethod.Put, Address, body, mediaType) is var answer ? (answer.Status, answer.Code) : default;
}
