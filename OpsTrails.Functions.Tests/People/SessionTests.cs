using OpsTrails.Core.Keys;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.People;

public sealed class SessionTests
{
    [Fact]
    public async Task The_cookie_is_for_this_site_alone_and_not_for_scripts()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = new Browser(app);

        var answer = await browser.SignInAsync(await app.SignInTokenAsync());

        var parts = answer.Header("set-cookie")!.Split("; ");
        Assert.StartsWith("opstrails=", parts[0], StringComparison.Ordinal);
        Assert.Equal(
            ["httponly", "path=/", "samesite=lax"],
            parts.Skip(1).Where(part => !part.StartsWith("expires=", StringComparison.Ordinal)).Order()
        );
        Assert.Equal("no-store", answer.Header("cache-control"));
    }

    [Fact]
    public async Task Nobody_signed_in_is_a_401_and_no_redirect()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = new Browser(app);

        var answer = await browser.Client.AskAsync(HttpMethod.Get, "/api/v1/session", headers: "Accept: text/html");

        Assert.Equal((401, "UNAUTHORIZED", "Not signed in. Open a sign-in link."), (answer.Status, answer.Code, answer.Error));
        Assert.Null(answer.Header("location"));
    }

    [Fact]
    public async Task An_owner_may_do_whatever_a_key_of_scope_ADMIN_may()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);

        Answer[] answers =
        [
            await browser.Client.RecordAsync(AnEvent.Json("e")),
            await browser.Client.AskAsync("/api/v1/events/e"),
            await browser.Client.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"name":"Shop"}"""),
            await browser.Client.AskAsync(HttpMethod.Put, "/api/v1/context", """{"text":"# Shop"}"""),
            await browser.Client.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_WRITE"}"""),
        ];

        Assert.Equal([201, 200, 200, 200, 201], answers.Select(answer => answer.Status));
    }

    [Fact]
    public async Task What_a_person_makes_names_the_person()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);
        var person =
            "person:" + (await browser.Client.AskAsync("/api/v1/session")).Data.GetProperty("person").GetProperty("id").GetString();

        await browser.Client.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_WRITE"}""");
        var context = await browser.Client.AskAsync(HttpMethod.Put, "/api/v1/context", """{"text":"# Shop"}""");
        var keys = await browser.Client.AskAsync("/api/v1/keys");

        Assert.Equal(person, context.Data.GetProperty("updatedBy").GetString());
        Assert.Equal(person, keys.Data[0].GetProperty("creator").GetString());
    }

    [Fact]
    public async Task Signing_out_ends_this_session_and_copies_of_its_cookie_and_no_other()
    {
        await using var app = await TestApp.StartAsync();
        using var here = await Browser.SignInAsync(app);
        using var there = await Browser.SignInAsync(app);
        using var copy = here.At(app);

        var answer = await here.Client.AskAsync(HttpMethod.Delete, "/api/v1/session");

        Assert.Equal((200, false), (answer.Status, answer.Data.GetProperty("everywhere").GetBoolean()));
        Assert.Empty(here.Cookies.GetAllCookies());
        Assert.Equal((401, 401, 200), (await here.StatusAsync(), await copy.StatusAsync(), await there.StatusAsync()));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_all_sessions_and_a_new_link_begins_another()
    {
        await using var app = await TestApp.StartAsync();
        using var here = await Browser.SignInAsync(app);
        using var there = await Browser.SignInAsync(app);

        var answer = await here.Client.AskAsync(HttpMethod.Delete, "/api/v1/sessions");
        using var later = await Browser.SignInAsync(app);

        Assert.Equal((200, true), (answer.Status, answer.Data.GetProperty("everywhere").GetBoolean()));
        Assert.Equal((401, 401, 200), (await here.StatusAsync(), await there.StatusAsync(), await later.StatusAsync()));
    }

    [Theory]
    [InlineData("/api/v1/session")]
    [InlineData("/api/v1/sessions")]
    public async Task A_session_ended_on_one_instance_stops_on_another_within_ten_seconds(string address)
    {
        using var folder = new TemporaryFolder();
        var clock = TestClock.AtPresent();
        await using var one = await TestApp.StartAsync(folder.Path, clock.AddTo);
        await using var other = await TestApp.StartAsync(folder.Path, clock.AddTo);
        using var browser = await Browser.SignInAsync(one);
        using var there = browser.At(other);
        var worked = await there.StatusAsync();

        await browser.Client.AskAsync(HttpMethod.Delete, address);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal((200, 401), (worked, await there.StatusAsync()));
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(1, 401)]
    public async Task A_session_ends_when_it_is_not_used_for_twelve_hours(int secondsPast, int status)
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        var cookie = await CookieAsync(app);

        // The time in a ticket is of whole seconds.
        clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(secondsPast));
        var answer = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/session", headers: cookie);

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_session_that_is_used_goes_on_for_seven_days_and_then_ends()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        var cookie = await CookieAsync(app);
        var began = clock.GetUtcNow();

        var statuses = new List<int>();
        while (clock.GetUtcNow() - began < TimeSpan.FromDays(7))
        {
            clock.Advance(TimeSpan.FromHours(8));
            var answer = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/session", headers: cookie);
            statuses.Add(answer.Status);
            if (answer.Status == 200)
                cookie = SetBy(answer);
        }

        Assert.Equal([.. Enumerable.Repeat(200, 20), 401], statuses);
    }

    [Fact]
    public async Task A_cookie_is_renewed_once_an_hour_and_not_more_often()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        var cookie = await CookieAsync(app);

        clock.Advance(TimeSpan.FromMinutes(59));
        var soon = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/session", headers: cookie);
        clock.Advance(TimeSpan.FromMinutes(1));
        var later = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/session", headers: cookie);

        Assert.Equal((null, 200), (soon.Header("set-cookie"), later.Status));
        Assert.NotNull(later.Header("set-cookie"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(-1)]
    public async Task A_cookie_that_was_tampered_with_opens_nothing(int at)
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);
        var cookie = browser.Cookie;
        var index = at < 0 ? cookie.Length - 2 : cookie.IndexOf('=', StringComparison.Ordinal) + 1 + at;
        var changed = cookie[..index] + (cookie[index] == 'A' ? 'B' : 'A') + cookie[(index + 1)..];

        var answer = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/session", headers: changed);

        Assert.Equal((401, "UNAUTHORIZED", "The session has ended. Sign in again."), (answer.Status, answer.Code, answer.Error));
    }

    [Theory]
    [InlineData("opstrails=")]
    [InlineData("opstrails=nonsense")]
    [InlineData("opstrails=chunks-9999")]
    [InlineData("opstrails=chunks-2")]
    [InlineData("opstrails=; opstrails=x")]
    [InlineData("__Host-opstrails=x")]
    public async Task A_cookie_that_never_was_one_opens_nothing(string cookie)
    {
        await using var app = await TestApp.StartAsync();

        var answer = await app.Client.AskAsync(HttpMethod.Get, "/api/v1/events/e", headers: "Cookie: " + cookie);

        Assert.Equal((401, "UNAUTHORIZED"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_key_beside_the_cookie_is_what_counts()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);
        browser.UseAntiforgery(null);
        var writer = "Authorization: Bearer " + await app.CreateKeyAsync();

        var recorded = await browser.Client.AskAsync(HttpMethod.Post, "/api/v1/events", AnEvent.Json("e"), headers: writer);
        var keys = await browser.Client.AskAsync(HttpMethod.Get, "/api/v1/keys", headers: writer);
        var unknown = await browser.Client.AskAsync(
            HttpMethod.Get,
            "/api/v1/events/e",
            headers: "Authorization: Bearer " + ApiKey.New().Reveal()
        );
        var session = await browser.Client.AskAsync(HttpMethod.Get, "/api/v1/session", headers: writer);

        Assert.Equal((201, 403, 401, 403), (recorded.Status, keys.Status, unknown.Status, session.Status));
    }

    [Fact]
    public async Task A_request_by_cookie_costs_no_request_of_the_store_while_the_person_is_remembered()
    {
        var (tap, clock) = (new StoreTap(), TestClock.AtPresent());
        await using var app = await TestApp.StartAsync(
            null,
            builder =>
            {
                tap.AddTo(builder);
                clock.AddTo(builder);
            }
        );
        using var browser = await Browser.SignInAsync(app);
        var before = tap.Begun("people", "read");

        for (var i = 0; i < 20; i++)
            Assert.Equal(404, (await browser.Client.AskAsync("/api/v1/events/none")).Status);

        Assert.Equal(before, tap.Begun("people", "read"));
        Assert.Equal((0, 0), (tap.Begun("protection", "write") - 1, tap.Begun("keys", "read")));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_ends_no_session()
    {
        var (tap, clock) = (new StoreTap(), TestClock.AtPresent());
        await using var app = await TestApp.StartAsync(
            null,
            builder =>
            {
                tap.AddTo(builder);
                clock.AddTo(builder);
            }
        );
        using var browser = await Browser.SignInAsync(app);

        tap.FailWhen(call => call.Table == "people");
        clock.Advance(TimeSpan.FromSeconds(10));
        var without = await browser.StatusAsync();
        tap.Heal();

        Assert.Equal((503, 200), (without, await browser.StatusAsync()));
    }

    private static async Task<string> CookieAsync(TestApp app)
    {
        using var browser = new Browser(app);
        return SetBy(await browser.SignInAsync(await app.SignInTokenAsync()));
    }

    /// <summary>The cookie that an answer sets, as a header: the clock of the test is not that of a cookie jar.</summary>
    private static string SetBy(Answer answer) => "Cookie: " + answer.Header("set-cookie")!.Split(';')[0];
}
