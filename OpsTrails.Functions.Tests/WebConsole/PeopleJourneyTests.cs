using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>
/// Coming into a team by an invitation and a real provider, in browsers that share nothing; and what must not let anybody in.
/// </summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class PeopleJourneyTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private const string MakeKey = """
        async () => {
          const session = await (await fetch("/api/v1/session")).json();
          const answer = await fetch("/api/v1/keys", {
            method: "POST",
            headers: { "content-type": "application/json", "x-opstrails-antiforgery": session.data.antiforgeryToken },
            body: JSON.stringify({ name: "by script", scope: "READ_ONLY" }),
          });
          return answer.status;
        }
        """;

    private TestProvider _provider = null!;
    private TestApp _app = null!;
    private ConsoleWindow _owner = null!;

    [Fact]
    public async Task Somebody_invited_joins_and_when_the_role_is_lowered_the_controls_go_and_the_API_refuses()
    {
        await _owner.People.OpenAsync();
        var link = await _owner.People.InviteAsync("Admin", "for Ada");
        await using var ada = await OpenAsync();
        await ada.Page.GotoAsync(link);
        await Expect(ada.Page.GetByRole(AriaRole.Main)).ToContainTextAsync("as admin");
        Assert.EndsWith("/invitation", ada.Page.Url, StringComparison.Ordinal);
        await JoinAsync(ada, "Ada Lovelace");
        Assert.Equal(201, await ada.Page.EvaluateAsync<int>(MakeKey));
        await ada.Settings.OpenAsync("keys");
        await Expect(ada.Settings.Button("New key")).ToBeVisibleAsync();

        await _owner.People.OpenAsync();
        await Expect(_owner.People.Person("Ada Lovelace")).ToContainTextAsync("ada@example.com");
        await _owner.People.RoleOf("Ada Lovelace").SelectOptionAsync("VIEWER");
        await Expect(_owner.People.Said.First).ToContainTextAsync("Ada Lovelace is now VIEWER.");

        // The page is still the one that was drawn for an admin.
        await ada.Settings.Button("New key").ClickAsync();
        await ada.Settings.Dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("too late");
        await ada.Settings.Dialog.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(ada.Settings.Button("New key")).ToHaveCountAsync(0);
        Assert.Equal(403, await ada.Page.EvaluateAsync<int>(MakeKey));
        await ada.People.OpenAsync();
        await Expect(ada.People.Person("Ada Lovelace")).ToContainTextAsync("Viewer");
        await Expect(ada.People.NewInvitation).ToHaveCountAsync(0);
        await Expect(ada.Page.GetByRole(AriaRole.Combobox, new() { NameRegex = new Regex("^Role of") })).ToHaveCountAsync(0);
        Assert.Empty(_owner.Wrong);
    }

    [Fact]
    public async Task An_invitation_lets_one_person_in_however_many_have_its_link_open()
    {
        await _owner.People.OpenAsync();
        var link = await _owner.People.InviteAsync("Member", "for one");
        await using var ada = await OpenAsync();
        await using var grace = await OpenAsync();
        await ada.Page.GotoAsync(link);
        await grace.Page.GotoAsync(link);
        await Expect(Join(grace)).ToBeVisibleAsync();
        await JoinAsync(ada, "Ada Lovelace");

        await Join(grace).ClickAsync();
        await grace.Page.GetByRole(AriaRole.Link, new() { Name = "Grace Hopper" }).ClickAsync();
        await Expect(grace.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This invitation was used, revoked or has expired");
        Assert.Equal(401, await StatusAsync(grace));

        await grace.Page.GotoAsync("about:blank");
        await grace.Page.GotoAsync(link);
        await Expect(grace.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(Join(grace)).ToHaveCountAsync(0);
        await _owner.People.OpenAsync();
        await Expect(_owner.People.Person("Ada Lovelace")).ToHaveCountAsync(1);
        await Expect(_owner.People.Person("Grace Hopper")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_uninvited_person_and_a_cancelled_sign_in_see_the_reason()
    {
        await using var grace = await OpenAsync();
        await grace.Page.GotoAsync("/");
        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with Test ID" }).ClickAsync();
        await grace.Page.GetByRole(AriaRole.Link, new() { Name = "Grace Hopper" }).ClickAsync();
        await Expect(grace.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("you have no invitation");

        await grace.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with Test ID" }).ClickAsync();
        await grace.Page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Expect(grace.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("cancelled");
        Assert.Equal(401, await StatusAsync(grace));
    }

    [Fact]
    public async Task A_cookie_that_was_tampered_with_lets_nobody_in()
    {
        await using var ada = await InvitedAsync("Admin");
        var cookie = (await ada.Page.Context.CookiesAsync()).Single(one => one.Name == "opstrails");
        Assert.Equal((true, 200), (cookie.HttpOnly, await StatusAsync(ada)));

        foreach (var at in (int[])[10, cookie.Value.Length / 3, cookie.Value.Length / 2, cookie.Value.Length - 10])
        {
            var tampered = cookie.Value[..at] + (cookie.Value[at] == 'A' ? 'B' : 'A') + cookie.Value[(at + 1)..];
            await ada.Page.Context.ClearCookiesAsync();
            await ada.Page.Context.AddCookiesAsync([
                new Cookie
                {
                    Name = cookie.Name,
                    Value = tampered,
                    Url = _app.Client.BaseAddress!.ToString(),
                },
            ]);
            Assert.Equal((at, 401), (at, await StatusAsync(ada)));
        }
        await ada.Page.ReloadAsync();

        await Expect(ada.Page.GetByText("Sign in to continue.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_way_back_from_the_provider_works_in_the_browser_that_went_there_and_once()
    {
        await using var ada = await InvitedAsync("Member");
        await ada.ChooseInAccountMenuAsync("Sign out");
        string? callback = null;
        ada.Page.Request += (_, request) =>
            callback = request.Url.Contains("/sign-in/callback", StringComparison.Ordinal) ? request.Url : callback;
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with Test ID" }).ClickAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Ada Lovelace" }).ClickAsync();
        await Expect(Account(ada)).ToHaveAttributeAsync("aria-label", "Account: Ada Lovelace");
        await ada.ChooseInAccountMenuAsync("Sign out");

        await using var thief = await OpenAsync();
        foreach (var window in (ConsoleWindow[])[thief, ada])
        {
            await window.Page.GotoAsync(callback!);

            await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Sign-in at the provider failed");
            Assert.Equal(401, await StatusAsync(window));
        }
    }

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _provider.User = null;
        _app = await TestApp.StartAsync(settings: _provider.Settings);
        _owner = await browser.SignInAsync(_app);
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner is not null)
            await _owner.DisposeAsync();
        if (_app is not null)
            await _app.DisposeAsync();
        if (_provider is not null)
            await _provider.DisposeAsync();
    }

    private Task<ConsoleWindow> OpenAsync() => browser.OpenAsync(_app.Client.BaseAddress!);

    /// <summary>A window in which Ada has just joined.</summary>
    private async Task<ConsoleWindow> InvitedAsync(string role)
    {
        await _owner.People.OpenAsync();
        var ada = await OpenAsync();
        await ada.Page.GotoAsync(await _owner.People.InviteAsync(role, "for Ada"));
        await JoinAsync(ada, "Ada Lovelace");
        return ada;
    }

    private static async Task JoinAsync(ConsoleWindow window, string name)
    {
        await Join(window).ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await Expect(Account(window)).ToHaveAttributeAsync("aria-label", "Account: " + name);
    }

    private static ILocator Join(ConsoleWindow window) => window.Page.GetByRole(AriaRole.Button, new() { Name = "Join with Test ID" });

    private static ILocator Account(ConsoleWindow window) => window.Page.Locator("details.menu:not(.range) > summary");

    private static Task<int> StatusAsync(ConsoleWindow window) =>
        window.Page.EvaluateAsync<int>("async () => (await fetch('/api/v1/session')).status");
}
