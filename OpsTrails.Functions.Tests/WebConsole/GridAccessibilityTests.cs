using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>What opens on the grid, and a large one: what axe finds, in both themes and on a phone.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class GridAccessibilityTests(ConsoleBrowser browser, McpDemo demo, LargeGrid large)
    : IClassFixture<McpDemo>,
        IClassFixture<LargeGrid>
{
    public static TheoryData<ColorScheme, int> Windows { get; } =
        new()
        {
            { ColorScheme.Light, 1280 },
            { ColorScheme.Light, 360 },
            { ColorScheme.Dark, 1280 },
            { ColorScheme.Dark, 360 },
        };

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task The_grid_of_another_moment_its_peek_its_history_and_the_palette_have_nothing_that_axe_objects_to(
        ColorScheme scheme,
        int width
    )
    {
        await using var window = await browser.OpenOnDemoAsync(demo.App, scheme, width);
        await window.Grid.OpenAsync($"/?at={Uri.EscapeDataString($"{PlayedMonth.Hotfix.Time.AddMinutes(30):yyyy-MM-dd'T'HH:mm:ss'Z'}")}");
        await AccessibilityTests.AssertCleanAsync(window);

        var cell = await window.Grid.CellAsync(PlayedMonth.Hotfix.Source, PlayedMonth.Hotfix.Subject!);
        await cell.FocusAsync();
        await Expect(window.Grid.Peek.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(3);
        await AccessibilityTests.AssertCleanAsync(window);

        await cell.ClickAsync();
        await Expect(window.Grid.History.GetByText("No older events are kept.")).ToBeVisibleAsync();
        await AccessibilityTests.AssertCleanAsync(window);

        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(window.Grid.History).ToBeHiddenAsync();
        await window.Palette.OpenAsync();
        await window.Page.Keyboard.TypeAsync("brand");
        await Expect(window.Palette.Chosen).ToContainTextAsync("BRAND");
        await AccessibilityTests.AssertCleanAsync(window);
        Assert.Equal(0, await window.OverflowAsync());
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task A_grid_of_60_systems_in_12_environments_has_nothing_that_axe_objects_to(ColorScheme scheme, int width)
    {
        await using var window = await browser.SignInAsync(
            large.App,
            new BrowserNewContextOptions
            {
                ColorScheme = scheme,
                ViewportSize = new() { Width = width, Height = 720 },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        await window.Grid.OpenAsync();
        await Expect(window.Grid.RowHeaders).ToHaveCountAsync(LargeGrid.Systems);

        await AccessibilityTests.AssertCleanAsync(window);
        Assert.Equal(0, await window.OverflowAsync());
    }
}
