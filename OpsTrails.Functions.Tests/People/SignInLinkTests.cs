using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.People;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.People;

public sealed class SignInLinkTests
{
    [Fact]
    public async Task A_link_leads_to_the_console_and_hides_its_token_behind_the_hash()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var setup = app.ClientWith(TestApp.SetupToken);

        var answer = await setup.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links");

        Assert.Equal(201, answer.Status);
        Assert.Matches($"^{app.Client.BaseAddress}sign-in#[A-Za-z0-9_-]{{43}}$", answer.Data.GetProperty("url").GetString());
        Assert.Equal("2026-06-01T12:15:00.000Z", answer.Data.GetProperty("expiresAt").GetString());
    }

    [Fact]
    public async Task A_link_lets_the_owner_in()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = new Browser(app);

        var entered = await browser.SignInAsync(await app.SignInTokenAsync());
        var session = await browser.Client.AskAsync("/api/v1/session");

        Assert.Equal((201, 200), (entered.Status, session.Status));
        Assert.Equal(
            ("Owner", "OWNER", app.Organization.Value),
            (
                session.Data.GetProperty("person").GetProperty("name").GetString(),
                session.Data.GetProperty("role").GetString(),
                session.Data.GetProperty("organization").GetProperty("id").GetString()
            )
        );
        Assert.Equal(entered.Data.GetProperty("antiforgeryToken").GetString(), session.Data.GetProperty("antiforgeryToken").GetString());
    }

    [Fact]
    public async Task A_link_works_once()
    {
        await using var app = await TestApp.StartAsync();
        using var first = new Browser(app);
        using var second = new Browser(app);
        var token = await app.SignInTokenAsync();

        var used = await first.SignInAsync(token);
        var again = await second.SignInAsync(token);

        Assert.Equal((201, 401, "UNAUTHORIZED"), (used.Status, again.Status, again.Code));
        Assert.Contains("Create a new one", again.Error, StringComparison.Ordinal);
        Assert.Null(again.Header("set-cookie"));
    }

    [Theory]
    [InlineData(-1, 201)]
    [InlineData(0, 401)]
    public async Task A_link_works_for_fifteen_minutes(int ticksPast, int status)
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var browser = new Browser(app);
        var token = await app.SignInTokenAsync();

        clock.Advance(TimeSpan.FromMinutes(15) + TimeSpan.FromTicks(ticksPast));
        var answer = await browser.SignInAsync(token);

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task A_link_from_before_the_clock_was_set_back_is_over()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        using var browser = new Browser(app);
        var token = await app.SignInTokenAsync();

        clock.Step(TimeSpan.FromHours(-1));
        var answer = await browser.SignInAsync(token);

        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task Of_many_who_use_a_link_at_once_one_gets_in()
    {
        var tap = new StoreTap();
        await using var app = await TestApp.StartAsync(configure: tap.AddTo);
        var token = await app.SignInTokenAsync();
        var browsers = Enumerable.Range(0, 8).Select(_ => new Browser(app)).ToList();
        using var allHaveRead = new CountdownEvent(browsers.Count);

        // Nobody writes before everybody has seen the link unused.
        tap.After = async call =>
        {
            if (call is not { Table: Tables.People, Operation: "read", Partition: "link" } || allHaveRead.IsSet)
                return;
            allHaveRead.Signal();
            await Eventually.TrueAsync(() => allHaveRead.IsSet);
        };
        var answers = await Task.WhenAll(browsers.Select(browser => browser.SignInAsync(token)));

        Assert.Equal([201, 401, 401, 401, 401, 401, 401, 401], answers.Select(answer => answer.Status).Order());
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task A_use_whose_answer_was_lost_and_that_is_sent_again_succeeds()
    {
        await using var app = await TestApp.StartAsync(configure: builder =>
            builder.Services.AddSingleton(
                new TableStoreLayer(store => new RepeatingTableStore(
                    store,
                    (table, writes) => table == Tables.People && writes[0].Kind == WriteKind.Replace
                ))
            )
        );
        using var browser = new Browser(app);

        var answer = await browser.SignInAsync(await app.SignInTokenAsync());

        Assert.Equal(201, answer.Status);
    }

    [Fact]
    public async Task Two_links_let_in_the_same_person()
    {
        await using var app = await TestApp.StartAsync();
        using var one = new Browser(app);
        using var other = new Browser(app);
        var tokens = new[] { await app.SignInTokenAsync(), await app.SignInTokenAsync() };

        var answers = await Task.WhenAll(one.SignInAsync(tokens[0]), other.SignInAsync(tokens[1]));

        Assert.Single(answers.Select(answer => answer.Data.GetProperty("person").GetProperty("id").GetString()).Distinct());
    }

    [Theory]
    [InlineData("ADMIN")]
    [InlineData("READ_WRITE")]
    public async Task A_key_may_not_make_a_link(string scope)
    {
        await using var app = await TestApp.StartAsync();
        using var client = await app.ClientWithKeyAsync(scope);

        var answer = await client.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links");

        Assert.Equal((403, "FORBIDDEN"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_session_may_not_make_a_link()
    {
        await using var app = await TestApp.StartAsync();
        using var browser = await Browser.SignInAsync(app);

        var answer = await browser.Client.AskAsync(HttpMethod.Post, "/api/v1/sign-in-links");

        Assert.Equal((403, "FORBIDDEN"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Only_the_hash_of_a_token_is_stored_and_nothing_of_it_is_logged()
    {
        await using var app = await TestApp.StartAsync();
        var token = await app.SignInTokenAsync();
        using var browser = new Browser(app);
        await browser.SignInAsync(token);

        var rows = await app.RowsAsync(Tables.People);

        Assert.True(SignInToken.TryParse(token, out var parsed));
        Assert.Contains(rows, row => row.Key.Row == parsed.Hash);
        Assert.DoesNotContain(rows.SelectMany(row => row.Texts()), text => text.Contains(token, StringComparison.Ordinal));
        Assert.DoesNotContain(token, string.Join('\n', app.Log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_that_expired_long_ago_are_forgotten_when_a_new_one_is_made()
    {
        var clock = TestClock.AtNoon();
        await using var app = await TestApp.StartAsync(configure: clock.AddTo);
        await app.SignInTokenAsync();
        await app.SignInTokenAsync();

        clock.Advance(TimeSpan.FromHours(2));
        await app.SignInTokenAsync();

        Assert.Single(await app.RowsAsync(Tables.People), row => row.Key.Partition == "link");
    }
}
