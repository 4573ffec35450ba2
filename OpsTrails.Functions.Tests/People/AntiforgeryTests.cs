using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.People;

public sealed class AntiforgeryTests
{
    [Theory]
    [InlineData("POST", "/api/v1/events")]
    [InlineData("PUT", "/api/v1/settings")]
    [InlineData("POST", "/api/v1/keys")]
    [InlineData("DELETE", "/api/v1/keys/k")]
    [InlineData("DELETE", "/api/v1/session")]
    [InlineData("DELETE", "/api/v1/sessions")]
    public async Task A_change_by_cookie_without_the_token_is_refused(string method, string address)
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);
        browser.UseAntiforgery(null);

        var answer = await browser.Client.AskAsync(new HttpMethod(method), address, method == "DELETE" ? null : "{}");

        Assert.Equal((403, "FORBIDDEN"), (answer.Status, answer.Code));
        Assert.Contains("X-OpsTrails-Antiforgery", answer.Error, StringComparison.Ordinal);
        Assert.Equal(200, await browser.StatusAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_wrong_token_is_refused(string token)
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);
        browser.UseAntiforgery(token);

        var answer = await browser.Client.RecordAsync(AnEvent.Json("e"));

        Assert.Equal((403, "FORBIDDEN"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_token_of_another_session_of_the_same_person_is_refused()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);
        using var other = await Browser.SignInAsync(app);
        browser.UseAntiforgery(other.Antiforgery);

        var answer = await browser.Client.RecordAsync(AnEvent.Json("e"));

        Assert.Equal((403, "FORBIDDEN"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Reading_needs_no_token()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);
        browser.UseAntiforgery(null);

        Assert.Equal(200, (await browser.Client.AskAsync("/api/v1/settings")).Status);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Sec-Fetch-Site: same-site")]
    [InlineData("Origin: https://evil.example")]
    [InlineData("Origin: null")]
    [InlineData("Origin: http://127.0.0.1")]
    public async Task A_page_of_another_site_cannot_sign_a_browser_in(string header)
    {
        await using var app = await TestApp.StartAsync();
        var token = await app.SignInTokenAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Post, "/api/v1/session", $$"""{"token":"{{token}}"}""", headers: header);
        using var browser = new Browser(app);
        var after = await browser.SignInAsync(token);

        Assert.Equal((403, "FORBIDDEN", 201), (answer.Status, answer.Code, after.Status));
    }

    [Fact]
    public async Task A_page_of_this_site_can()
    {
        await using var app = await TestApp.StartAsync();
        var origin = app.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

        var answer = await app.Client.AskAsync(
            HttpMethod.Post,
            "/api/v1/session",
            $$"""{"token":"{{await app.SignInTokenAsync()}}"}""",
            headers: ["Sec-Fetch-Site: same-origin", "Origin: " + origin]
        );

        Assert.Equal(201, answer.Status);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "token=abc", 415)]
    [InlineData("text/plain", """{"token":"abc"}""", 415)]
    [InlineData("application/json", "", 400)]
    [InlineData("application/json", "[]", 400)]
    [InlineData("application/json", "{", 400)]
    [InlineData("application/json", "{}", 400)]
    [InlineData("application/json", """{"token":5}""", 400)]
    [InlineData("application/json", """{"token":"a","more":1}""", 400)]
    [InlineData("application/json", """{"token":"a"}""", 401)]
    [InlineData("application/json", """{"token":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""", 401)]
    [InlineData("application/json", """{"token":"../../../../../../../../../../../../etc/passwd~"}""", 401)]
    public async Task What_is_no_sign_in_is_refused(string mediaType, string body, int status)
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Post, "/api/v1/session", body, mediaType);

        Assert.Equal(status, answer.Status);
        Assert.False(answer.Json.GetProperty("success").GetBoolean());
        Assert.Null(answer.Header("set-cookie"));
    }

    [Fact]
    public async Task A_token_of_a_megabyte_is_refused_unread()
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Post, "/api/v1/session", $$"""{"token":"{{new string('A', 1 << 20)}}"}""");

        Assert.Equal((413, "PAYLOAD_TOO_LARGE"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Guesses_count_against_the_address_they_come_from()
    {
        await using var app = await TestApp.StartAsync(settings: ["OpsTrails:Rates:UnknownPerSecond=1", "OpsTrails:Rates:UnknownBurst=3"]);

        var statuses = new List<int>();
        for (var i = 0; i < 12; i++)
            statuses.Add((await app.Client.AskAsync(HttpMethod.Post, "/api/v1/session", """{"token":"guess"}""")).Status);

        Assert.Equal(401, statuses[0]);
        Assert.Contains(429, statuses);
    }
}
