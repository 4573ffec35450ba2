using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>
/// The pages as the documentation shows them, on the demo month with its clock;
/// <c>OPSTRAILS_WRITE_PICTURES=1 dotnet test --project OpsTrails.Functions.Tests -- --filter-class "*PicturesTests"</c> renews them.
/// </summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class PicturesTests(ConsoleBrowser browser, McpDemo demo) : IClassFixture<McpDemo>
{
    private static readonly string? Kept =
        Environment.GetEnvironmentVariable("OPSTRAILS_WRITE_PICTURES") == "1"
            ? Path.GetFullPath(Path.Combine(NodePackages.ProjectFolder, "..", "docs", "images"))
            : null;

    [Theory]
    [InlineData("events", "/events?from=-30d", ColorScheme.Light, 1280)]
    [InlineData("events-dark", "/events?from=-30d&q=severity%3E%3DMAJOR", ColorScheme.Dark, 1280)]
    [InlineData("events-narrow", "/events?from=-30d", ColorScheme.Light, 360)]
    [InlineData("grid", "/", ColorScheme.Light, 1280)]
    [InlineData("grid-narrow", "/grid", ColorScheme.Dark, 360)]
    [InlineData("diff", "/compare?from=BRAND-A-STAGING&to=BRAND-A-PRODUCTION", ColorScheme.Light, 1280)]
    [InlineData("settings-keys", "/settings/keys", ColorScheme.Light, 1280)]
    [InlineData("settings-context", "/settings/context", ColorScheme.Light, 1280)]
    [InlineData("settings-assistant", "/settings/assistant", ColorScheme.Dark, 1280)]
    [InlineData("settings-organization", "/settings/organization", ColorScheme.Light, 1280)]
    [InlineData("settings-names", "/settings/names", ColorScheme.Light, 1280)]
    [InlineData("settings-types", "/settings/types", ColorScheme.Light, 1280)]
    public async Task A_page_on_the_demo_month(string name, string address, ColorScheme scheme, int width)
    {
        await using var window = await browser.OpenOnDemoAsync(demo.App, scheme, width);

        await window.Page.GotoAsync(address);
        await window.WhenDrawnAsync();

        await TakeAsync(window, name);
    }

    [Fact]
    public async Task The_grid_right_after_the_hotfix_with_a_cell_looked_at()
    {
        await using var window = await browser.OpenOnDemoAsync(demo.App, ColorScheme.Dark, 1280);

        await window.Grid.OpenAsync(
            $"/grid?at={Uri.EscapeDataString($"{PlayedMonth.Hotfix.Time.AddMinutes(30):yyyy-MM-dd'T'HH:mm:ss'Z'}")}"
        );
        await (await window.Grid.CellAsync(PlayedMonth.Hotfix.Source, PlayedMonth.Hotfix.Subject!)).FocusAsync();
        await Expect(window.Grid.Peek.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);

        await TakeAsync(window, "grid-travelled");
    }

    [Fact]
    public async Task The_palette()
    {
        await using var window = await browser.OpenOnDemoAsync(demo.App, ColorScheme.Light, 1280);

        await window.Grid.OpenAsync("/grid");
        await window.Palette.OpenAsync();
        await window.Page.Keyboard.TypeAsync("pa");
        await Expect(window.Palette.Chosen).ToContainTextAsync("PAYMENTS");

        await TakeAsync(window, "palette");
    }

    [Fact]
    public async Task An_event_with_what_changed_before_it()
    {
        await using var window = await browser.OpenOnDemoAsync(demo.App, ColorScheme.Dark, 1280);
        var incident = McpDemo.Month.Where(e => e is { Type: "incident", Subject: "BRAND-A-PRODUCTION", Source: "BE" }).MaxBy(e => e.Time)!;

        await window.Page.GotoAsync($"/events/{incident.Id}?source={incident.Source}");
        await Expect(window.Page.GetByText("Why:").First).ToBeVisibleAsync();
        await window.WhenDrawnAsync();

        await TakeAsync(window, "event");
    }

    [Theory]
    [InlineData("people")]
    [InlineData("audit")]
    public async Task The_team_and_who_did_what(string page)
    {
        await using var provider = await TestProvider.StartAsync();
        await using var app = await TestApp.StartAsync(settings: provider.Settings);
        using var owner = await Browser.SignInAsync(app);
        using var ada = await JoinAsync(app, provider, ProviderUser.Ada, owner, "OWNER");
        using var grace = await JoinAsync(app, provider, ProviderUser.Grace, ada, "MEMBER");
        await ada.Client.AskAsync(HttpMethod.Put, "/api/v1/settings", """{"name":"Acme"}""");
        await ada.Client.AskAsync(HttpMethod.Post, "/api/v1/keys", """{"name":"ci","scope":"READ_WRITE"}""");
        await ada.Client.AskAsync(HttpMethod.Post, "/api/v1/invitations", """{"role":"VIEWER","note":"for the auditors"}""");
        await using var window = await browser.OpenAsAsync(app, ada);

        await window.Settings.OpenAsync(page);
        await window.WhenDrawnAsync();
        await Expect(window.Page.GetByText("Grace Hopper").First).ToBeVisibleAsync();

        await TakeAsync(window, "settings-" + page);
    }

    [Fact]
    public async Task The_first_minute()
    {
        await using var app = await TestApp.StartAsync(configure: TestClock.At(McpDemo.Now).AddTo);
        await using var window = await browser.OpenOnDemoAsync(app, ColorScheme.Light, 1280);

        await window.Page.GotoAsync("/");
        await Expect(window.Page.GetByText("Waiting for the first event")).ToBeVisibleAsync();

        await TakeAsync(window, "first-minute");
    }

    private static async Task<Browser> JoinAsync(TestApp app, TestProvider provider, ProviderUser user, Browser inviter, string role)
    {
        provider.User = user;
        var joined = new Browser(app);
        await joined.EnterAsync(await inviter.Client.InviteAsync(role));
        return joined;
    }

    internal static async Task TakeAsync(ConsoleWindow window, string name)
    {
        var picture = await window.Page.ScreenshotAsync(
            new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide }
        );

        if (Kept is not null)
        {
            Directory.CreateDirectory(Kept);
            await File.WriteAllBytesAsync(Path.Combine(Kept, name + ".png"), picture, TestContext.Current.CancellationToken);
        }
        Assert.InRange(await window.OverflowAsync(), 0, 0);
        Assert.Empty(window.Wrong);
    }
}
