using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>What a role may not do is not offered, also when the role changes while somebody looks.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class RoleJourneyTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private TestTeam _team = null!;

    [Fact]
    public async Task A_control_that_is_refused_goes_as_the_role_that_could_use_it_went()
    {
        using var member = await _team.JoinAsync("MEMBER", "ada");
        await member.Client.AskAsync(HttpMethod.Post, "/api/v1/filters", """{"name":"Mine","query":""}""");
        await using var window = await browser.OpenAsAsync(_team.App, member);
        await window.Events.OpenAsync();
        await window.Page.Locator("details.saved > summary").ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete Mine" }).ClickAsync();

        await ChangeRoleAsync(member, "VIEWER");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete for everyone" }).ClickAsync();

        await Expect(window.Page.GetByText("Members, admins and owners can save and delete filters.")).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Button).Filter(new() { HasText = "Delete" })).ToHaveCountAsync(0);
        await Expect(window.Page.GetByRole(AriaRole.List, new() { Name = "Saved filters" })).ToContainTextAsync("Mine");
        Assert.StartsWith("403: DELETE", Assert.Single(window.Wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Returning_to_the_window_shows_the_controls_of_the_current_role()
    {
        using var member = await _team.JoinAsync("MEMBER", "ada");
        await using var window = await browser.OpenAsAsync(_team.App, member);
        await window.Settings.OpenAsync("keys");
        await Expect(window.Settings.Button("New key")).ToHaveCountAsync(0);

        await ChangeRoleAsync(member, "ADMIN");
        await window.Page.Clock.SetFixedTimeAsync(TimeProvider.System.GetUtcNow().AddMinutes(1).UtcDateTime);
        await window.Page.EvaluateAsync("() => dispatchEvent(new Event('focus'))");

        await Expect(window.Settings.Button("New key")).ToBeVisibleAsync();
        Assert.Empty(window.Wrong);
    }

    [Theory]
    [InlineData("VIEWER", false)]
    [InlineData("MEMBER", false)]
    [InlineData("ADMIN", true)]
    public async Task Settings_offer_what_the_role_may_change_and_no_more(string role, bool mayAdminister)
    {
        using var person = await _team.JoinAsync(role, "ada");
        await using var window = await browser.OpenAsAsync(_team.App, person);
        var invite = window.Settings.Button("New invitation");
        var ownerRole = window
            .Page.GetByText("Only owners can change or remove owners.")
            .Or(window.Page.GetByText("This is the only owner."));

        await window.Settings.OpenAsync("people");

        await Expect(window.Settings.Button("Leave")).ToBeEnabledAsync();
        await Expect(invite).ToHaveCountAsync(mayAdminister ? 1 : 0);
        await Expect(window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Role of" })).ToHaveCountAsync(mayAdminister ? 1 : 0);
        await Expect(ownerRole).ToHaveCountAsync(mayAdminister ? 2 : 0);
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Audit" })).ToHaveCountAsync(mayAdminister ? 1 : 0);
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task Signing_in_by_the_provider_returns_to_the_requested_page()
    {
        using var person = await _team.JoinAsync("MEMBER", "ada");
        await using var window = await browser.OpenAsync(_team.App.Client.BaseAddress!);
        await window.Page.GotoAsync("/events?from=-30d&q=type%3Adeployment");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with Test ID" }).ClickAsync();

        await Expect(window.Events.Query).ToHaveValueAsync("type:deployment");
        await Expect(window.Page)
            .ToHaveURLAsync(new Uri(_team.App.Client.BaseAddress!, "/events?from=-30d&q=type%3Adeployment").ToString());
    }

    public async ValueTask InitializeAsync() => _team = await TestTeam.StartAsync();

    public ValueTask DisposeAsync() => _team.DisposeAsync();

    private async Task ChangeRoleAsync(Browser person, string role)
    {
        var id = await person.PersonIdAsync();
        Assert.Equal(
            200,
            (await _team.Owner.Client.AskAsync(HttpMethod.Put, $"/api/v1/people/{id}/role", $$"""{"role":"{{role}}"}""")).Status
        );
        await Eventually.TrueAsync(async () =>
            (await person.Client.AskAsync("/api/v1/session")).Data.GetProperty("role").GetString() == role
        );
    }
}
