using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.People;

public sealed class TeamEndpointTests : IAsyncLifetime
{
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(3);

    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = TestClock.AtPresent();
    private TestTeam _team = null!;

    public async ValueTask InitializeAsync() => _team = await TestTeam.StartAsync(_folder.Path, _clock.AddTo);

    public async ValueTask DisposeAsync()
    {
        await _team.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task People_are_listed_in_the_order_in_which_they_came()
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var ada = await _team.JoinAsync("MEMBER", "ada");
        _clock.Advance(TimeSpan.FromSeconds(1));
        using var grace = await _team.JoinAsync("VIEWER", "grace");

        var people = (await grace.Client.AskAsync("/api/v1/people")).Data.EnumerateArray().ToList();

        Assert.Equal(["Owner", "Name of ada", "Name of grace"], people.Select(person => person.GetProperty("name").GetString()));
        Assert.Equal(["OWNER", "MEMBER", "VIEWER"], people.Select(person => person.GetProperty("role").GetString()));
        Assert.Equal(["link", "openid", "openid"], people.Select(person => person.GetProperty("via").GetString()));
        Assert.All(people, person => Assert.NotNull(person.GetProperty("lastSignInAt").GetString()));
    }

    [Theory]
    [InlineData("READ_ONLY", 403)]
    [InlineData("READ_WRITE", 403)]
    [InlineData("ADMIN", 200)]
    public async Task Only_keys_of_scope_ADMIN_see_them(string scope, int status)
    {
        using var client = await _team.App.ClientWithKeyAsync(scope);

        Assert.Equal(status, (await client.AskAsync("/api/v1/people")).Status);
    }

    [Fact]
    public async Task The_setup_token_does_not_see_them()
    {
        using var setup = _team.App.ClientWith(TestApp.SetupToken);

        Assert.Equal(403, (await setup.AskAsync("/api/v1/people")).Status);
    }

    [Fact]
    public async Task A_changed_role_counts_at_once_here_and_within_ten_seconds_elsewhere()
    {
        await using var elsewhere = await TestApp.StartAsync(_folder.Path, _clock.AddTo, _team.Provider.Settings);
        using var ada = await _team.JoinAsync("ADMIN", "ada");
        using var there = ada.At(elsewhere);
        var before = ((await ada.Client.AskAsync("/api/v1/keys")).Status, (await there.Client.AskAsync("/api/v1/keys")).Status);

        var changed = await ChangeRoleAsync(_team.Owner, await ada.PersonIdAsync(), "VIEWER");

        Assert.Equal((200, 200), before);
        Assert.Equal((200, "VIEWER"), (changed.Status, changed.Data.GetProperty("role").GetString()));
        Assert.Equal(403, (await ada.Client.AskAsync("/api/v1/keys")).Status);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(403, (await there.Client.AskAsync("/api/v1/keys")).Status);
    }

    [Fact]
    public async Task Removing_somebody_ends_their_sessions_and_streams_within_ten_seconds_everywhere()
    {
        await using var elsewhere = await TestApp.StartAsync(_folder.Path, _clock.AddTo, _team.Provider.Settings);
        using var ada = await _team.JoinAsync("ADMIN", "ada");
        using var there = ada.At(elsewhere);
        using var here = await SseReader.OpenedAsync(ada.Client);
        using var reader = await SseReader.OpenedAsync(there.Client);
        await _clock.WhenAwaitedAsync(BetweenChecks, times: 2);

        var removed = await _team.Owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + await ada.PersonIdAsync());
        _clock.Advance(BetweenChecks);
        await here.ToEndAsync();
        await _clock.WhenAwaitedAsync(BetweenChecks, times: 3);
        _clock.Advance(BetweenChecks);
        await reader.ToEndAsync();

        Assert.Equal((200, "Name of ada"), (removed.Status, removed.Data.GetProperty("name").GetString()));
        Assert.Equal(401, await ada.StatusAsync());
        Assert.Equal(401, await there.StatusAsync());
    }

    [Fact]
    public async Task A_removed_person_needs_a_new_invitation_and_becomes_a_new_person()
    {
        using var ada = await _team.JoinAsync("MEMBER", "ada");
        var id = await ada.PersonIdAsync();
        await _team.Owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + id);

        var location = await ada.EnterAsync();
        using var again = await _team.JoinAsync("VIEWER", "ada");

        Assert.Equal("/sign-in?failed=not-invited", location);
        Assert.NotEqual(id, await again.PersonIdAsync());
    }

    [Fact]
    public async Task Somebody_may_leave()
    {
        using var ada = await _team.JoinAsync("VIEWER", "ada");

        var left = await ada.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + await ada.PersonIdAsync());

        Assert.Equal((200, 401), (left.Status, await ada.StatusAsync()));
    }

    [Fact]
    public async Task An_administrator_manages_all_but_owners()
    {
        using var ada = await _team.JoinAsync("ADMIN", "ada");
        using var grace = await _team.JoinAsync("VIEWER", "grace");
        var (owner, member) = (await _team.Owner.PersonIdAsync(), await grace.PersonIdAsync());

        Answer[] answers =
        [
            await ChangeRoleAsync(ada, member, "ADMIN"),
            await ChangeRoleAsync(ada, member, "OWNER"),
            await ChangeRoleAsync(ada, owner, "VIEWER"),
            await ada.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + owner),
            await ada.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + member),
            await ada.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + member),
        ];

        Assert.Equal([200, 403, 403, 403, 200, 404], answers.Select(answer => answer.Status));
    }

    [Fact]
    public async Task The_last_owner_can_neither_be_lowered_nor_go()
    {
        var id = await _team.Owner.PersonIdAsync();

        var lowered = await ChangeRoleAsync(_team.Owner, id, "ADMIN");
        var gone = await _team.Owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + id);

        Assert.Equal((409, "CONFLICT", 409, "CONFLICT"), (lowered.Status, lowered.Code, gone.Status, gone.Code));
        Assert.Equal("OWNER", (await _team.Owner.Client.AskAsync("/api/v1/people")).Data[0].GetProperty("role").GetString());
    }

    [Fact]
    public async Task Somebody_who_was_lowered_elsewhere_does_not_raise_themself_again()
    {
        await using var elsewhere = await TestApp.StartAsync(_folder.Path, _clock.AddTo, _team.Provider.Settings);
        using var ada = await _team.JoinAsync("OWNER", "ada");
        using var there = ada.At(elsewhere);
        var id = await there.PersonIdAsync();
        await ChangeRoleAsync(_team.Owner, id, "VIEWER");

        var raised = await ChangeRoleAsync(there, id, "OWNER");
        var invited = await there.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"OWNER"}""");

        Assert.Equal((403, 403), (raised.Status, invited.Status));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_in_link_makes_a_new_owner_when_the_first_was_removed_or_lowered(bool isLowered)
    {
        using var ada = await _team.JoinAsync("OWNER", "ada");
        var first = await _team.Owner.PersonIdAsync();
        await (isLowered ? ChangeRoleAsync(ada, first, "VIEWER") : ada.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + first));

        using var owner = await Browser.SignInAsync(_team.App);
        var session = await owner.Client.AskAsync("/api/v1/session");

        Assert.NotEqual(first, session.Data.GetProperty("person").GetProperty("id").GetString());
        Assert.Equal("OWNER", session.Data.GetProperty("role").GetString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"role":"KING"}""")]
    [InlineData("""{"role":"VIEWER","name":"x"}""")]
    public async Task A_role_that_is_none_is_refused(string json) =>
        Assert.Equal(
            400,
            (await _team.Owner.Client.AskAsync(HttpMethod.Put, $"/api/v1/people/{await _team.Owner.PersonIdAsync()}/role", json)).Status
        );

    [Fact]
    public async Task A_change_by_cookie_needs_the_token_of_the_session()
    {
        _team.Owner.UseAntiforgery(null);

        Answer[] answers =
        [
            await ChangeRoleAsync(_team.Owner, "p", "VIEWER"),
            await _team.Owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/p"),
            await _team.Owner.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"VIEWER"}"""),
            await _team.Owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/invitations/i"),
        ];

        Assert.All(answers, answer => Assert.Contains("X-OpsTrails-Antiforgery", answer.Error, StringComparison.Ordinal));
    }

    private static Task<Answer> ChangeRoleAsync(Browser browser, string id, string role) =>
        browser.Client.AskAsync(HttpMethod.Put, $"/api/v1/people/{id}/role", $$"""{"role":"{{role}}"}""");
}
