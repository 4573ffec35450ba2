using Microsoft.Extensions.DependencyInjection;
using OpsTrails.Core.Input;
using OpsTrails.Core.People;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.People;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.People;

/// <summary>The whole way to a real provider and back.</summary>
public sealed class ProviderSignInTests : IAsyncLifetime
{
    private TestTeam _team = null!;

    public async ValueTask InitializeAsync() => _team = await TestTeam.StartAsync();

    public ValueTask DisposeAsync() => _team.DisposeAsync();

    [Fact]
    public async Task Somebody_with_an_invitation_joins_in_its_role()
    {
        using var browser = new Browser(_team.App);

        var location = await browser.EnterAsync(await _team.Owner.Client.InviteAsync("MEMBER"), "/grid?at=-1h#top");
        var session = await browser.Client.AskAsync("/api/v1/session");

        Assert.Equal("/grid?at=-1h#top", location);
        Assert.Equal(
            ("Ada Lovelace", "MEMBER"),
            (session.Data.GetProperty("person").GetProperty("name").GetString(), session.Data.GetProperty("role").GetString())
        );
    }

    [Fact]
    public async Task A_member_comes_in_again_without_an_invitation_and_is_the_same_person()
    {
        using var first = await _team.JoinAsync("ADMIN", "ada");
        using var second = new Browser(_team.App);

        var location = await second.EnterAsync();

        Assert.Equal("/", location);
        Assert.Equal(await first.PersonIdAsync(), await second.PersonIdAsync());
    }

    [Fact]
    public async Task An_uninvited_person_is_refused_and_nothing_is_stored()
    {
        using var browser = new Browser(_team.App);

        var location = await browser.EnterAsync();

        Assert.Equal("/sign-in?failed=not-invited", location);
        Assert.Equal(401, await browser.StatusAsync());
        Assert.Equal(1, (await _team.Owner.Client.AskAsync("/api/v1/people")).Data.GetArrayLength());
    }

    [Fact]
    public async Task Name_and_address_are_those_that_the_provider_knows_now()
    {
        using var browser = await _team.JoinAsync("VIEWER", "ada");
        _team.Provider.User = new ProviderUser("ada", "\u202eAda\u0007 King\n", "king@example.com");

        await browser.EnterAsync();
        var ada = (await _team.Owner.Client.AskAsync("/api/v1/people")).Data[1];

        Assert.Equal(
            ("Ada King", "king@example.com", "VIEWER", "openid"),
            (
                ada.GetProperty("name").GetString(),
                ada.GetProperty("email").GetString(),
                ada.GetProperty("role").GetString(),
                ada.GetProperty("via").GetString()
            )
        );
        Assert.NotEqual(ada.GetProperty("createdAt").GetString(), ada.GetProperty("lastSignInAt").GetString());
    }

    [Fact]
    public async Task The_same_name_and_address_do_not_make_the_same_person()
    {
        using var browser = await _team.JoinAsync("VIEWER", "ada");
        _team.Provider.User = _team.Provider.User! with { Subject = "somebody-else" };
        using var other = new Browser(_team.App);

        Assert.Equal("/sign-in?failed=not-invited", await other.EnterAsync());
    }

    [Fact]
    public async Task A_person_in_two_organizations_enters_the_one_joined_last()
    {
        using var browser = await _team.JoinAsync("VIEWER", "ada");
        var other = await _team
            .App.Services.GetRequiredService<NewOrganizations>()
            .AddAsync("Other shop", TestContext.Current.CancellationToken);
        var (_, token) = await _team
            .App.Services.GetRequiredService<InvitationStore>()
            .MakeAsync(
                other,
                new InvitationRequest(Role.Admin, null, Timestamp.From(DateTimeOffset.MaxValue)),
                "test",
                TestContext.Current.CancellationToken
            );

        await browser.EnterAsync(token.Reveal());
        await browser.EnterAsync();
        var session = await browser.Client.AskAsync("/api/v1/session");

        Assert.Equal(
            (other.Value, "ADMIN"),
            (session.Data.GetProperty("organization").GetProperty("id").GetString(), session.Data.GetProperty("role").GetString())
        );
    }

    [Fact]
    public async Task The_program_says_which_provider_there_is()
    {
        await using var alone = await TestApp.StartAsync();

        Assert.Equal(
            """{"success":true,"data":{"provider":{"name":"Test ID"}}}""",
            (await _team.App.Client.AskAsync("/api/v1/sign-in")).Body
        );
        Assert.Equal("""{"success":true,"data":{"provider":null}}""", (await alone.Client.AskAsync("/api/v1/sign-in")).Body);
    }

    [Fact]
    public async Task Without_a_provider_there_is_no_way_to_one_and_no_invitation()
    {
        await using var alone = await TestApp.StartAsync();
        using var owner = await Browser.SignInAsync(alone);

        var begun = await owner.BeginAsync();
        var invited = await owner.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"MEMBER"}""");
        var callback = await alone.Client.AskAsync("/sign-in/callback?code=x&state=y");

        Assert.Equal((409, "CONFLICT", 409, "CONFLICT", 404), (begun.Status, begun.Code, invited.Status, invited.Code, callback.Status));
        Assert.All([begun.Error, invited.Error], error => Assert.Contains("OpsTrails__SignIn__Authority", error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_way_to_the_provider_carries_a_challenge_and_nothing_of_the_invitation()
    {
        using var browser = new Browser(_team.App);
        var invitation = await _team.Owner.Client.InviteAsync();

        var location = (await browser.BeginAsync(invitation)).Data.GetProperty("location").GetString()!;

        Assert.StartsWith(_team.Provider.Address + "/authorize?", location, StringComparison.Ordinal);
        Assert.Contains("code_challenge_method=S256", location, StringComparison.Ordinal);
        Assert.Contains("response_type=code", location, StringComparison.Ordinal);
        Assert.Contains(
            "redirect_uri=" + Uri.EscapeDataString(new Uri(_team.App.Client.BaseAddress!, "/sign-in/callback").ToString()),
            location,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(invitation.Split('.')[1], location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_cookies_are_for_the_callback_alone_and_not_for_scripts()
    {
        using var browser = new Browser(_team.App);

        var cookies = (await browser.BeginAsync()).Header("set-cookie")!.Split('\n');

        Assert.Equal(2, cookies.Length);
        Assert.All(cookies, cookie => Assert.Contains("path=/sign-in/callback; samesite=lax; httponly", cookie, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Origin: https://elsewhere.example")]
    public async Task A_page_of_another_site_is_refused(string header)
    {
        var answer = await _team.App.Client.AskAsync(HttpMethod.Post, "/api/v1/sign-in", "{}", headers: header);

        Assert.Equal((403, "FORBIDDEN"), (answer.Status, answer.Code));
        Assert.Null(answer.Header("set-cookie"));
    }

    [Fact]
    public async Task Every_step_of_the_sign_in_is_rate_limited()
    {
        await using var app = await TestApp.StartAsync(
            settings: [.. _team.Provider.Settings, "OpsTrails:Rates:UnknownPerSecond=1", "OpsTrails:Rates:UnknownBurst=1"]
        );

        // The bucket fills by one a second, which may be quicker than an answer.
        foreach (
            var ask in (Func<Task<Answer>>[])
                [
                    () => app.Client.AskAsync(HttpMethod.Post, "/api/v1/sign-in", "{}"),
                    () => app.Client.AskAsync("/sign-in/callback?code=x&state=y"),
                    () => app.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations/inspect", """{"token":"x"}"""),
                ]
        )
            await Eventually.TrueAsync(async () => (await Task.WhenAll(ask(), ask(), ask())).Any(answer => answer.Status == 429));
    }

    [Fact]
    public async Task The_page_of_the_provider_in_the_tests_lets_one_choose()
    {
        _team.Provider.User = null;
        using var browser = new Browser(_team.App);
        var location = (await browser.BeginAsync(await _team.Owner.Client.InviteAsync())).Data.GetProperty("location").GetString()!;
        using var client = new HttpClient();

        var page = await client.GetStringAsync(new Uri(location), TestContext.Current.CancellationToken);
        var entered = await browser.ReturnAsync(await ProviderVisit.VisitAsync(location + "&user=grace"));
        var name = (await browser.Client.AskAsync("/api/v1/session")).Data.GetProperty("person").GetProperty("name").GetString();

        Assert.Contains("&amp;user=grace\">Grace Hopper</a>", page, StringComparison.Ordinal);
        Assert.Equal(("/", "Grace Hopper"), (entered, name));
    }
}
