using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Coming in, and going out again.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class SessionJourneyTests(ConsoleBrowser browser)
{
    [Fact]
    public async Task A_link_is_used_by_its_button_alone_and_works_once()
    {
        await using var app = await TestApp.StartAsync();
        var link = "/sign-in#" + await app.SignInTokenAsync();
        await using var looking = await browser.OpenAsync(app.Client.BaseAddress!);
        await looking.Page.GotoAsync(link);
        await Expect(SignIn(looking)).ToBeVisibleAsync();

        await using var first = await browser.OpenAsync(app.Client.BaseAddress!);
        await first.Page.GotoAsync(link);
        await SignIn(first).ClickAsync();
        await Expect(first.Page).ToHaveURLAsync(new Uri(app.Client.BaseAddress!, "/").ToString());
        await SignIn(looking).ClickAsync();

        await Expect(looking.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("link");
        Assert.Empty(first.Wrong);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_of_this_browser_only()
    {
        await using var app = await TestApp.StartAsync();
        await using var window = await browser.SignInAsync(app);
        await using var other = await browser.SignInAsync(app);

        // What the page still asked for while its session ends would be refused.
        await Expect(window.Page.GetByText("Waiting for the first event")).ToBeVisibleAsync();
        await window.ChooseInAccountMenuAsync("Sign out");

        await Expect(NobodyIn(window)).ToBeVisibleAsync();
        await WhenOutAsync(window);
        await other.Settings.OpenAsync("keys");
        Assert.Empty(window.Wrong.Concat(other.Wrong));
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_session_of_every_browser()
    {
        await using var app = await TestApp.StartAsync();
        await using var window = await browser.SignInAsync(app);
        await using var other = await browser.SignInAsync(app);
        await other.Settings.OpenAsync("keys");

        await window.ChooseInAccountMenuAsync("Sign out everywhere");

        await Expect(NobodyIn(window)).ToBeVisibleAsync();
        await WhenOutAsync(other);
    }

    /// <summary>Reloads the page until the session is gone: it is cached for some seconds.</summary>
    private static Task WhenOutAsync(ConsoleWindow window) =>
        Eventually.TrueAsync(async () =>
        {
            await window.Page.ReloadAsync();
            await Expect(NobodyIn(window).Or(window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }))).ToBeVisibleAsync();
            return await NobodyIn(window).IsVisibleAsync();
        });

    private static ILocator SignIn(ConsoleWindow window) => window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" });

    private static ILocator NobodyIn(ConsoleWindow window) => window.Page.GetByText("Sign in with a one-time link.");
}
