using System.Text.Json;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Hosting;
using OpsTrails.Functions.Tests.Mcp;
using OpsTrails.Functions.Tests.People;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>
/// The pages as the documentation shows them, on the demo month with its clock;
/// <c>OPSTRAILS_WRITE_PICTURES=1 dotnet test --project OpsTrails.Functions.Tests -- --filter-class "*PicturesTests"</c> takes them anew.
/// </summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class PicturesTests(ConsoleBrowser browser, McpDemo demo) : IClassFixture<McpDemo>
{
    private static readonly string? Kept = Environment.GetEnvironmentVariable("OPSTRAILS_WRITE_PICTURES") == "1" ? Path.GetFullPath(Path.Combine(NodePackages.ProjectFolder, "..", "docs", "images")) : null;

    [Theory]
    [InlineData("events", "/?from=-30d", ColorScheme.Light, 1280)]
    [InlineData("events-dark", "/?from=-30d&q=severity%3E%3DMAJOR", ColorScheme.Dark, 1280)]
    [InlineData("events-narrow", "/?from=-30d", ColorScheme.Light, 360)]
    [InlineData("grid", "/grid", ColorScheme.Light, 1280)]
    [InlineData("diff", "/diff?from=BRAND-A-STAGING&to=BRAND-A-PRODUCTION", ColorScheme.Light, 1280)]
    [InlineData("settings-keys", "/settings/keys", ColorScheme.Light, 1280)]
    [InlineData("settings-context", "/settings/context", ColorScheme.Light, 1280)]
    [InlineData("settings-assistant", "/settings/assistant", ColorScheme.Dark, 1280)]
    [InlineData("settings-organization", "/settings/organization", ColorScheme.Light, 1280)]
    public async Task A_page_on_the_demo_month(string name, string address, ColorScheme scheme, int width)
    {
        await using var window = await SignedInAsync(demo.App, scheme, width);

        await window.Page.GotoAsync(address);
        await WhenDrawnAsync(window.Page);

        await TakeAsync(window, name);
    }

    [Fact]
    public async Task An_event_with_what_changed_before_it()
    {
        await using var window = await SignedInAsync(demo.App, ColorScheme.Dark, 1280);
        var incident = McpDemo.Month.Where(e => e is { Type: "incident", Subject: "BRAND-A-PRODUCTION", Source: "BE" }).MaxBy(e => e.Time)!;

        await window.Page.GotoAsync($"/events/{incident.Id}?source={incident.Source}");
        await Expect(window.Page.GetByText("Why:").First).ToBeVisibleAsync();
        await WhenDrawnAsync(window.Page);

        await TakeAsync(window, "event");
    }

    [Fact]
    public async Task The_first_minute()
    {
        await using var app = await TestApp.StartAsync(configure: TestClock.At(McpDemo.Now).AddTo);
        await using var window = await SignedInAsync(app, ColorScheme.Light, 1280);

        await window.Page.GotoAsync("/");
        await Expect(window.Page.GetByText("Waiting for the first event")).ToBeVisibleAsync();

        await TakeAsync(window, "first-minute");
    }

    /// <summary>The cookie is put in by hand: the browser would throw it away by its own clock, which is not that of the program.</summary>
    private async Task<ConsoleWindow> SignedInAsync(TestApp app, ColorScheme scheme, int width)
    {
        var answer = await app.Client.AskAsync(HttpMethod.Post, "/api/v1/session", JsonSerializer.Serialize(new { token = await app.SignInTokenAsync() }));
        var cookie = answer.Header("set-cookie")!.Split(';')[0].Split('=', 2);
        var window = await browser.OpenAsync(app.Client.BaseAddress!, new BrowserNewContextOptions
        {
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 720 : 800 },
        });
        await window.Page.Context.AddCookiesAsync([new Cookie { Name = cookie[0], Value = cookie[1], Url = app.Client.BaseAddress!.ToString() }]);
        await window.Page.Clock.SetFixedTimeAsync(McpDemo.Now.UtcDateTime);
        return window;
    }

    private static async Task WhenDrawnAsync(IPage page)
    {
        await Expect(page.Locator("main h1, main table, main [role=feed]").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Loading")).ToHaveCountAsync(0);
    }

    private static async Task TakeAsync(ConsoleWindow window, string name)
    {
        var picture = await window.Page.ScreenshotAsync(new PageScreenshotOptions { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });

        if (Kept is not null)
        {
            Directory.CreateDirectory(Kept);
            await File.WriteAllBytesAsync(Path.Combine(Kept, name + ".png"), picture, TestContext.Current.CancellationToken);
        }
        Assert.InRange(await window.OverflowAsync(), 0, 0);
        Assert.Empty(window.Wrong);
    }
}
