using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The console at the moment at which the demo month has just ended.</summary>
internal static class DemoConsole
{
    /// <summary>
    /// A window of the owner. The cookie is put in by hand: the browser would throw it away by its own clock, which is not that of the
    /// program.
    /// </summary>
    public static async Task<ConsoleWindow> OpenOnDemoAsync(this ConsoleBrowser browser, TestApp app, ColorScheme scheme, int width)
    {
        var answer = await app.Client.AskAsync(
            HttpMethod.Post,
            "/api/v1/session",
            JsonSerializer.Serialize(new { token = await app.SignInTokenAsync() })
        );
        var cookie = answer.Header("set-cookie")!.Split(';')[0].Split('=', 2);
        var window = await browser.OpenAsync(
            app.Client.BaseAddress!,
            new BrowserNewContextOptions
            {
                ColorScheme = scheme,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new ViewportSize { Width = width, Height = width < 600 ? 720 : 800 },
            }
        );
        await window.Page.Context.AddCookiesAsync([
            new Cookie
            {
                Name = cookie[0],
                Value = cookie[1],
                Url = app.Client.BaseAddress!.ToString(),
            },
        ]);
        await window.Page.Clock.SetFixedTimeAsync(McpDemo.Now.UtcDateTime);
        return window;
    }

    public static async Task WhenDrawnAsync(this ConsoleWindow window)
    {
        await Expect(window.Page.Locator("main h1, main h2, main table, main [role=feed]").First).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("Loading")).ToHaveCountAsync(0);
    }
}
