using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Going anywhere by Ctrl or Cmd and K. No pointer is used here.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class PaletteJourneyTests(ConsoleBrowser browser, McpDemo demo) : IClassFixture<McpDemo>, IAsyncLifetime
{
    private ConsoleWindow _window = null!;

    private Palette Palette => _window.Palette;

    [Theory]
    [InlineData("PAYM", "PAYMENTS", "System", "systems")]
    [InlineData("b-prod", "BRAND-B-PRODUCTION", "Environment", "environments")]
    public async Task A_few_letters_lead_to_the_page_of_a_system_or_an_environment(string typed, string name, string kind, string page)
    {
        await Palette.OpenAsync();
        await _window.Page.Keyboard.TypeAsync(typed);
        await Expect(Palette.Chosen).ToHaveTextAsync($"{name} {kind}");
        await _window.Page.Keyboard.PressAsync("Enter");

        await Expect(_window.Page).ToHaveURLAsync(new Regex($"/{page}\\?name={name}"));
    }

    [Fact]
    public async Task It_finds_versions_acts_and_searches_events()
    {
        await Palette.OpenAsync();
        await _window.Page.Keyboard.TypeAsync(PlayedMonth.Hotfix.Version!);
        await Expect(Palette.Options.Filter(new() { HasText = "Version" }).First).ToContainTextAsync(PlayedMonth.Hotfix.Version!);
        await Palette.Input.FillAsync("theme dark");
        await _window.Page.Keyboard.PressAsync("Enter");
        await Expect(_window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        await Palette.OpenAsync();
        await _window.Page.Keyboard.TypeAsync("zzz qqq");
        await Palette.Options.Filter(new() { HasText = "Search events" }).ClickAsync();
        await Expect(_window.Page).ToHaveURLAsync(new Regex("/events\\?q=%22zzz\\+qqq%22"));
        await Expect(_window.Page.GetByText("No events found")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_short_ref_of_an_event_leads_to_it()
    {
        var hotfix = PlayedMonth.Hotfix;
        var shortRef = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hotfix.Id)))[..8];

        await Palette.GoAsync(shortRef, "Event");

        await Expect(_window.Event.Heading).ToHaveTextAsync($"deployment {hotfix.Version} of {hotfix.Source}");
    }

    [Theory]
    [InlineData("compare", "/compare")]
    [InlineData("differences", "/\\?diff=only")]
    [InlineData("api k", "/settings/keys")]
    [InlineData("events", "/events")]
    public async Task The_name_of_a_page_leads_to_it(string typed, string address)
    {
        await Palette.GoAsync(typed, "Page");

        await Expect(_window.Page).ToHaveURLAsync(new Regex(address + "$"));
        await Expect(_window.Page.GetByRole(AriaRole.Main).Locator("table, h1, h2, [role=feed]").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Arrows_choose_escape_closes_and_the_focus_goes_back_to_where_it_was()
    {
        var cell = await _window.Grid.CellAsync("DB", "BRAND-A-STAGING");
        await cell.FocusAsync();
        await Palette.OpenAsync("Meta+k");
        await Expect(Palette.Options.First).ToHaveAttributeAsync("aria-selected", "true");
        await _window.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Palette.Options.Nth(1)).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(Palette.Input).ToHaveAttributeAsync("aria-activedescendant", (await Palette.Options.Nth(1).GetAttributeAsync("id"))!);
        await _window.Page.Keyboard.PressAsync("ArrowUp");
        await _window.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(Palette.Options.Last).ToHaveAttributeAsync("aria-selected", "true");

        await _window.Page.Keyboard.PressAsync("Escape");

        await Expect(Palette.Dialog).ToBeHiddenAsync();
        await Expect(cell).ToBeFocusedAsync();
        await Palette.OpenAsync();
        await _window.Page.Keyboard.PressAsync("Control+k");
        await Expect(Palette.Dialog).ToBeHiddenAsync();
    }

    public async ValueTask InitializeAsync()
    {
        _window = await browser.OpenOnDemoAsync(demo.App, ColorScheme.Light, 1280);
        await _window.Grid.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_window is null)
            return;
        Assert.Empty(_window.Wrong);
        await _window.DisposeAsync();
    }
}
