using System.Text.Json;
using OpsTrails.Core.People;
using OpsTrails.Functions.Tests.Fixtures;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Tests.People;

public sealed class InvitationTests : IAsyncLifetime
{
    private const string Over = "/sign-in?failed=invitation-over";

    // Near the real time, which the tokens of the provider have.
    private readonly TestClock _clock = TestClock.AtPresent();
    private TestTeam _team = null!;

    public async ValueTask InitializeAsync() => _team = await TestTeam.StartAsync(null, _clock.AddTo);

    public ValueTask DisposeAsync() => _team.DisposeAsync();

    [Fact]
    public async Task An_invitation_is_given_once_with_its_link_and_listed_without()
    {
        var made = await _team.Owner.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"ADMIN","note":"for Ada"}""");
        var listed = (await _team.Owner.Client.AskAsync("/api/v1/invitations")).Data[0];

        Assert.Matches(
            $"^{_team.App.Client.BaseAddress}invitation#{_team.App.Organization}\\.[A-Za-z0-9_-]{{43}}$",
            made.Data.GetProperty("url").GetString()
        );
        Assert.False(listed.TryGetProperty("url", out _));
        Assert.Equal(
            [made.Data.GetProperty("id").GetString(), "ADMIN", "for Ada", "person:" + await _team.Owner.PersonIdAsync(), null, null, null],
            ((string[])["id", "role", "note", "createdBy", "acceptedBy", "acceptedAt", "revokedAt"]).Select(name =>
                listed.GetProperty(name).GetString()
            )
        );
        Assert.Equal(_clock.GetUtcNow().AddDays(7), listed.GetProperty("expiresAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Only_the_hash_of_its_token_is_stored()
    {
        var secret = (await _team.Owner.Client.InviteAsync()).Split('.')[1];

        var rows = await _team.App.RowsAsync(Tables.People);

        Assert.True(SignInToken.TryParse(secret, out var token));
        Assert.Contains(rows, row => row.Text("Hash") == token.Hash);
        Assert.DoesNotContain(rows.SelectMany(row => row.Texts()), text => text.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_link_of_an_invitation_shows_its_role_without_using_it_up()
    {
        await _team.Owner.Client.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"name":"Shop"}""");
        var invitation = await _team.Owner.Client.InviteAsync("VIEWER");

        var inspected = await InspectAsync(invitation);

        Assert.Equal(
            (200, "Shop", "VIEWER"),
            (inspected.Status, inspected.Data.GetProperty("organization").GetString(), inspected.Data.GetProperty("role").GetString())
        );
        Assert.Equal(200, (await InspectAsync(invitation)).Status);
    }

    [Fact]
    public async Task An_accepted_one_names_who_joined_and_lets_nobody_else_in()
    {
        var invitation = await _team.Owner.Client.InviteAsync();
        using var ada = new Browser(_team.App);
        await ada.EnterAsync(invitation);
        using var grace = new Browser(_team.App);
        _team.Provider.User = ProviderUser.Grace;

        var location = await grace.EnterAsync(invitation);
        var listed = (await _team.Owner.Client.AskAsync("/api/v1/invitations")).Data[0];

        Assert.Equal((Over, 401), (location, await grace.StatusAsync()));
        Assert.Equal("person:" + await ada.PersonIdAsync(), listed.GetProperty("acceptedBy").GetString());
        Assert.Equal((404, "This invitation was already used. Ask for a new one."), Outcome(await InspectAsync(invitation)));
    }

    [Theory]
    [InlineData(-1, "/")]
    [InlineData(0, Over)]
    public async Task One_that_has_expired_lets_nobody_in(int ticksPast, string expected)
    {
        var made = await _team.Owner.Client.AskAsync(
            HttpMethod.Post,
            "/api/v1/invitations",
            JsonSerializer.Serialize(new { role = "MEMBER", expiresAt = _clock.GetUtcNow().AddMinutes(1).ToString("O") })
        );
        var invitation = new Uri(made.Data.GetProperty("url").GetString()!).Fragment[1..];
        using var ada = new Browser(_team.App);
        var callback = await ada.ApproveAsync(invitation);

        _clock.Advance(TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(ticksPast));

        Assert.Equal(expected, await ada.ReturnAsync(callback));
        Assert.Equal(404, (await InspectAsync(invitation)).Status);
    }

    [Fact]
    public async Task One_that_was_revoked_lets_nobody_in_not_even_who_is_on_the_way()
    {
        var invitation = await _team.Owner.Client.InviteAsync();
        using var ada = new Browser(_team.App);
        var callback = await ada.ApproveAsync(invitation);

        var revoked = await _team.Owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/invitations/" + await IdOfFirstAsync());
        var location = await ada.ReturnAsync(callback);

        Assert.Equal((200, Over), (revoked.Status, location));
        Assert.NotNull(revoked.Data.GetProperty("revokedAt").GetString());
        Assert.Equal((404, "This invitation was revoked. Ask for a new one."), Outcome(await InspectAsync(invitation)));
    }

    [Fact]
    public async Task An_accepted_one_cannot_be_revoked()
    {
        using var ada = await _team.JoinAsync("MEMBER", "ada");

        var answer = await _team.Owner.Client.AskAsync(HttpMethod.Delete, "/api/v1/invitations/" + await IdOfFirstAsync());

        Assert.Equal((409, "CONFLICT"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Of_many_who_accept_at_once_one_joins()
    {
        var invitation = await _team.Owner.Client.InviteAsync();
        var callbacks = new List<(Browser Browser, Uri Callback)>();
        for (var i = 0; i < 6; i++)
        {
            _team.Provider.User = new ProviderUser("racer-" + i, "Racer");
            var browser = new Browser(_team.App);
            callbacks.Add((browser, await browser.ApproveAsync(invitation)));
        }

        var locations = await Task.WhenAll(callbacks.Select(racer => racer.Browser.ReturnAsync(racer.Callback)));

        callbacks.ForEach(racer => racer.Browser.Dispose());
        Assert.Equal(["/", Over, Over, Over, Over, Over], locations.Order(StringComparer.Ordinal));
        Assert.Equal(2, (await _team.Owner.Client.AskAsync("/api/v1/people")).Data.GetArrayLength());
    }

    [Fact]
    public async Task Somebody_who_accepts_two_at_once_is_one_person_and_leaves_one_open()
    {
        string[] invitations = [await _team.Owner.Client.InviteAsync("VIEWER"), await _team.Owner.Client.InviteAsync("VIEWER")];
        using var one = new Browser(_team.App);
        using var other = new Browser(_team.App);
        var (first, second) = (await one.ApproveAsync(invitations[0]), await other.ApproveAsync(invitations[1]));

        Assert.Equal(["/", "/"], await Task.WhenAll(one.ReturnAsync(first), other.ReturnAsync(second)));
        Assert.Equal(2, (await _team.Owner.Client.AskAsync("/api/v1/people")).Data.GetArrayLength());
        Assert.Single(
            (await _team.Owner.Client.AskAsync("/api/v1/invitations")).Data.EnumerateArray(),
            invitation => invitation.GetProperty("acceptedAt").ValueKind == JsonValueKind.Null
        );
    }

    [Fact]
    public async Task A_member_who_opens_one_keeps_the_role_and_does_not_use_it_up()
    {
        using var ada = await _team.JoinAsync("VIEWER", "ada");
        var invitation = await _team.Owner.Client.InviteAsync("ADMIN");

        var location = await ada.EnterAsync(invitation);

        Assert.Equal("/", location);
        Assert.Equal("VIEWER", (await ada.Client.AskAsync("/api/v1/session")).Data.GetProperty("role").GetString());
        Assert.Equal(200, (await InspectAsync(invitation)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("{organization}.3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3")]
    [InlineData("onobody.3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3kLm9Q3")]
    public async Task One_that_never_was_is_not_found(string token)
    {
        await _team.Owner.Client.InviteAsync();

        var answer = await InspectAsync(token.Replace("{organization}", _team.App.Organization.Value, StringComparison.Ordinal));

        Assert.Equal((404, "Unknown invitation. Check that you copied the whole link, or ask for a new one."), Outcome(answer));
    }

    [Fact]
    public async Task A_key_of_scope_ADMIN_invites_members_and_no_owners()
    {
        using var admin = await _team.App.ClientWithKeyAsync("ADMIN");

        var member = await admin.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"ADMIN"}""");
        var owner = await admin.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"OWNER"}""");

        Assert.Equal((201, 403, "Only owners can make, change or remove owners."), (member.Status, owner.Status, owner.Error));
        Assert.StartsWith("key:", member.Data.GetProperty("createdBy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_owner_of_the_provider_is_invited_by_the_owner_of_the_link()
    {
        using var ada = await _team.JoinAsync("OWNER", "ada");

        var removed = await ada.Client.AskAsync(HttpMethod.Delete, "/api/v1/people/" + await _team.Owner.PersonIdAsync());

        Assert.Equal((200, 401), (removed.Status, await _team.Owner.StatusAsync()));
    }

    private Task<Answer> InspectAsync(string token) =>
        _team.App.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations/inspect", JsonSerializer.Serialize(new { token }));

    private async Task<string?> IdOfFirstAsync() =>
        (await _team.Owner.Client.AskAsync("/api/v1/invitations")).Data[0].GetProperty("id").GetString();

    private static (int Status, string Error) Outcome(Answer answer) => (answer.Status, answer.Error);
}
