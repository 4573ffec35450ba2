using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>The grid with the names that pipelines send: how much is in view, what is told apart, and what finds it.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class RealNamesJourneyTests(ConsoleBrowser browser, RealNames real) : IClassFixture<RealNames>
{
    // Rows that are whole in view.
    private const string RowsInView = """
        () => {
          const frame = document.querySelector(".grid-frame").getBoundingClientRect();
          const head = document.querySelector(".grid thead").getBoundingClientRect();
          const bottom = Math.min(frame.bottom, innerHeight);
          return [...document.querySelectorAll(".grid tbody tr")].filter((row) => {
            const at = row.getBoundingClientRect();
            return at.top >= head.bottom - 1 && at.bottom <= bottom + 1;
          }).length;
        }
        """;

    private const string CopyAll = """
        selector => {
          const range = document.createRange();
          range.selectNodeContents(document.querySelector(selector));
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          const data = new DataTransfer();
          const event = new ClipboardEvent("copy", { bubbles: true, cancelable: true, clipboardData: data });
          document.querySelector(selector).dispatchEvent(event);
          return data.getData("text/plain");
        }
        """;

    [Fact]
    public async Task At_1440_by_900_at_least_24_systems_are_in_view_with_short_names_and_every_mark()
    {
        await using var window = await OpenAsync(1440, ColorScheme.Light);
        var page = window.Page;

        Assert.InRange(await page.EvaluateAsync<int>(RowsInView), 24, 40);
        Assert.InRange((await window.Grid.Cells.First.BoundingBoxAsync())!.Height, 28, 32);
        await Expect(page.Locator("header.top")).ToHaveCSSAsync("height", "44px");

        // Names: one line each, the brand once above its stages, commits as 7 characters.
        await Expect(page.Locator(".folds .fold"))
            .ToHaveTextAsync(["github.com/acme-corporation", "BUYFAST", "NEWBRAND", "OLDSHOP", "SHOPMAX"]);
        await Expect(window.Grid.ColumnHeaders.Nth(1)).ToContainTextAsync("DEVELOPMENT");
        await Expect(window.Grid.ColumnHeaders.Nth(1)).Not.ToContainTextAsync("BUYFAST");
        await Expect(await window.Grid.CellAsync(RealNames.System(1), "BUYFAST-STAGING")).ToContainTextAsync(RealNames.Commit(1)[..7]);
        await Expect(page.Locator(".cell-button").Filter(new() { HasText = RealNames.Commit(1)[..8] })).ToHaveCountAsync(0);
        Assert.Contains(RealNames.Commit(1), await page.EvaluateAsync<string>(CopyAll, ".grid tbody"), StringComparison.Ordinal);

        // The open incident, in the cell, in the header and in the title.
        var broken = await window.Grid.CellAsync(RealNames.WithIncident, RealNames.Production);
        await Expect(broken).ToHaveClassAsync(new Regex("has-incident"));
        await Expect(broken).Not.ToHaveClassAsync(new Regex("changed"));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Incidents 1 open" })).ToBeVisibleAsync();
        await Expect(page).ToHaveTitleAsync("(1) Grid · OpsTrails");

        await Expect(await window.Grid.CellAsync(RealNames.System(5), "BUYFAST-STAGING")).ToContainTextAsync("2.14.0");
        await Expect(await window.Grid.CellAsync(RealNames.System(5), "BUYFAST-STAGING")).ToContainTextAsync("from");
        await Expect(await window.Grid.CellAsync(RealNames.System(6), "BUYFAST-STAGING")).ToContainTextAsync("9.3.1");
        await Expect(window.Grid.ColumnHeaders.Last).ToHaveClassAsync(new Regex("frozen"));

        await broken.FocusAsync();
        await Expect(window.Grid.Peek).ToContainTextAsync("some-long-service-name-checkout-service in SHOPMAX-PRODUCTION");
        await Expect(window.Grid.Peek).ToContainTextAsync(RealNames.WithIncident);
        await Expect(window.Grid.Peek).ToContainTextAsync("open for 18 min");
        await AccessibilityTests.AssertCleanAsync(window);
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task Typing_filters_sorting_pinning_and_hiding_change_what_is_shown_and_are_kept()
    {
        await using var window = await OpenAsync(1024, ColorScheme.Dark);
        var page = window.Page;

        await page.Keyboard.PressAsync("/");
        await Expect(window.Grid.Filter).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("checkout shopmax");
        await Expect(window.Grid.RowHeaders).ToHaveCountAsync(3);
        await Expect(window.Grid.ColumnHeaders).ToHaveCountAsync(4);
        await Expect(page.Locator("#grid-count")).ToHaveTextAsync("3 of 60 systems, 3 of 12 environments");
        await AccessibilityTests.AssertCleanAsync(window);
        await page.ReloadAsync();
        await Expect(window.Grid.RowHeaders).ToHaveCountAsync(3);
        await window.Grid.Filter.FillAsync("no such thing");
        await Expect(page.GetByText("No system matches")).ToBeVisibleAsync();
        await window.Grid.Filter.PressAsync("Escape");
        await Expect(window.Grid.RowHeaders).ToHaveCountAsync(RealNames.Systems);

        await window.Grid.Sort.SelectOptionAsync("change");
        await Expect(window.Grid.RowHeaders.First).ToHaveAttributeAsync("aria-label", RealNames.System(5));
        await Expect(page).ToHaveURLAsync(new Regex("sort=change"));

        await ActAsync(RealNames.System(7), "Pin to the top");
        await Expect(window.Grid.RowHeaders.First).ToHaveAttributeAsync("aria-label", RealNames.System(7));
        await ActAsync(RealNames.System(5), "Hide in this browser");
        await Expect(window.Grid.RowHeaders).ToHaveCountAsync(RealNames.Systems - 1);
        await window.Grid.Comfortable.CheckAsync();
        await page.ReloadAsync();
        await Expect(window.Grid.RowHeaders.First).ToHaveAttributeAsync("aria-label", RealNames.System(7));
        await Expect(window.Grid.Comfortable).ToBeCheckedAsync();
        await Expect(page.GetByText("You hide 1 system.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bring back" }).ClickAsync();
        await Expect(window.Grid.RowHeaders).ToHaveCountAsync(RealNames.Systems);

        await page.GetByRole(AriaRole.Radio, new() { Name = "Pick a date" }).CheckAsync();
        await page.GetByLabel("Date and time").FillAsync($"{TimeProvider.System.GetUtcNow().AddDays(-1):yyyy-MM-dd'T'HH:mm}");
        await page.Keyboard.PressAsync("Enter");
        await window.Grid.WhenTravelledAsync();
        Assert.Empty(window.Wrong);

        async Task ActAsync(string system, string action)
        {
            await window.Grid.RowOf(system).HoverAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = $"Actions for {system}", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = action }).ClickAsync();
        }
    }

    [Fact]
    public async Task On_a_phone_the_header_is_one_line_and_production_comes_first()
    {
        await using var window = await OpenAsync(360, ColorScheme.Dark);
        var page = window.Page;

        await Expect(page.Locator("header.top")).ToHaveCSSAsync("height", "44px");
        await Expect(window.Grid.ColumnHeaders.Nth(1)).ToHaveAttributeAsync("abbr", "BUYFAST-PRODUCTION");
        await Expect(window.Grid.ColumnHeaders.Nth(4)).ToHaveAttributeAsync("abbr", RealNames.Production);
        await Expect(page.Locator(".grid-box")).ToHaveClassAsync(new Regex("has-more"));
        Assert.InRange((await window.Grid.Cells.First.BoundingBoxAsync())!.Height, 28, 32);
        Assert.Equal(0, await window.OverflowAsync());
        await page.Locator("details.account > summary").ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Light" }).CheckAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "UTC" }).CheckAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await AccessibilityTests.AssertCleanAsync(window);
        Assert.Empty(window.Wrong);
    }

    private async Task<ConsoleWindow> OpenAsync(int width, ColorScheme scheme)
    {
        var window = await browser.SignInAsync(
            real.App,
            new BrowserNewContextOptions
            {
                ColorScheme = scheme,
                ViewportSize = new() { Width = width, Height = 900 },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        await window.Grid.OpenAsync();
        await Expect(window.Grid.RowHeaders).ToHaveCountAsync(RealNames.Systems);
        return window;
    }
}
