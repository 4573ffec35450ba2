using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>The line for now and the calendar of days, above the grid.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class PulseJourneyTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private const string Checkout = "//github.com/acme-corporation/some-long-service-name-checkout-service";

    private TestApp _app = null!;

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task What_goes_on_now_and_what_changed_is_told_above_the_grid(int width, ColorScheme scheme)
    {
        await using var window = await browser.SignInAsync(
            _app,
            new BrowserNewContextOptions
            {
                ColorScheme = scheme,
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
            }
        );
        var page = window.Page;
        var asked = 0;
        page.Request += (_, request) => asked += new Uri(request.Url).AbsolutePath == "/api/v1/days" ? 1 : 0;

        // The line. Folded, the calendar costs no request.
        var now = page.GetByRole(AriaRole.List, new() { Name = "Now" });
        await Expect(now).ToContainTextAsync("1 open incident");
        await Expect(now).ToContainTextAsync(new Regex(@"Freeze in SHOPMAX-PRODUCTION until"));
        await Expect(now).ToContainTextAsync("1 deploying");
        await Expect(now).ToContainTextAsync("1 change in the last hour");
        await Expect(now.GetByRole(AriaRole.Link, new() { Name = "1 open incident" }))
            .ToHaveAttributeAsync("href", "/incidents?number=INC-2107");
        Assert.Equal(0, asked);

        // The calendar, and that it is remembered.
        await page.GetByRole(AriaRole.Button, new() { Name = "Calendar", Exact = true }).ClickAsync();
        var calendar = page.GetByRole(AriaRole.Grid, new() { Name = "Days by environment" });
        var today = calendar.GetByRole(
            AriaRole.Gridcell,
            new() { NameRegex = new Regex("SHOPMAX-PRODUCTION: .*1 incident opened.*freeze") }
        );
        await Expect(today).ToBeVisibleAsync();
        Assert.Equal(1, asked);
        await AccessibilityTests.AssertCleanAsync(window);
        await page.ReloadAsync();
        await Expect(today).ToBeVisibleAsync();
        Assert.Equal(0, await window.OverflowAsync());

        // A day opens its lanes.
        await today.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("SHOPMAX-PRODUCTION") })).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex("The day by system and hour") })).ToBeVisibleAsync();
        await page.GetByText(new Regex("events as a table")).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { NameRegex = new Regex("checkout-service.*Incident") })).ToBeVisibleAsync();
        await AccessibilityTests.AssertCleanAsync(window);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close the day" }).ClickAsync();

        // Keys select a range of days and environments, and open what changed.
        await Expect(today).ToBeFocusedAsync();
        for (var day = 0; day < 5; day++)
            await page.Keyboard.PressAsync("Shift+ArrowLeft");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("^What changed") })).ToBeFocusedAsync();
        var notes = page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("^What changed") });
        await Expect(notes).ToContainTextAsync("1.97.2");
        await Expect(notes).ToContainTextAsync("1.98.0");
        await Expect(notes).ToContainTextAsync("INC-2107 CRITICAL");
        await Expect(notes).ToContainTextAsync("Config change");
        await AccessibilityTests.AssertCleanAsync(window);
        await notes.GetByRole(AriaRole.Button, new() { Name = "Copy as Markdown" }).ClickAsync();
        await Expect(notes.GetByText("Copied")).ToBeVisibleAsync();

        // Folded again, for the next window.
        await page.GetByRole(AriaRole.Button, new() { Name = "Calendar", Exact = true }).ClickAsync();
        await Expect(calendar).ToHaveCountAsync(0);
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task Dragging_across_days_opens_what_changed()
    {
        await using var window = await browser.SignInAsync(
            _app,
            new BrowserNewContextOptions
            {
                ViewportSize = new ViewportSize { Width = 1440, Height = 1200 },
            }
        );
        var page = window.Page;
        var first = page.Locator(".pulse-days td[data-at='0 50']");
        var last = page.Locator(".pulse-days td[data-at='1 55']");

        // A high window has room for the calendar from the beginning.
        await first.HoverAsync();
        await page.Mouse.DownAsync();
        await last.HoverAsync();
        await page.Mouse.UpAsync();

        var notes = page.GetByRole(AriaRole.Region, new() { NameRegex = new Regex("^What changed") });
        await Expect(notes).ToContainTextAsync("1.98.0");
        await Expect(notes).ToContainTextAsync("SHOPMAX-STAGING");
        Assert.Empty(window.Wrong);
    }

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        await _app.RecordAsync([
            Event("old", -8 * 24 * 60, "deployment", version: "1.97.2"),
            Event("staged", -3 * 24 * 60, "deployment", "SHOPMAX-STAGING", "1.98.0"),
            Event("tuned", -2 * 24 * 60, "config-change"),
            Event("new", -25, "deployment", version: "1.98.0"),
            Event("begun", -2, "deployment.started", "SHOPMAX-STAGING", "1.99.0"),
            Event("frozen", -60, "freeze.started", source: "calendar", data: new { until = Ago(300) }),
            Event("down", -5, "incident.opened", severity: "CRITICAL", data: new { incident = "INC-2107", description = "Answers 500" }),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private static string Event(
        string id,
        int minutes,
        string type,
        string subject = "SHOPMAX-PRODUCTION",
        string? version = null,
        string source = Checkout,
        string? severity = null,
        object? data = null
    ) =>
        JsonSerializer.Serialize(
            new Dictionary<string, object?>
            {
                ["specversion"] = "1.0",
                ["id"] = id,
                ["time"] = Ago(minutes),
                ["type"] = type,
                ["source"] = source,
                ["subject"] = subject,
                ["version"] = version,
                ["severity"] = severity,
                ["data"] = data,
            }
        );

    private static string Ago(int minutes) =>
        TimeProvider.System.GetUtcNow().AddMinutes(minutes).ToString("O", CultureInfo.InvariantCulture);
}
