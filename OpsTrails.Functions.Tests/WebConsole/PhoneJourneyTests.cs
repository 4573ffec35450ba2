using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>The grid and an event in the 360 pixels of a phone: everything is reached, and no page moves sideways.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class PhoneJourneyTests(ConsoleBrowser browser, McpDemo demo) : IClassFixture<McpDemo>
{
    private const int Width = 360;

    [Fact]
    public async Task From_a_cell_far_to_the_right_to_its_history_an_event_and_the_grid_before_it()
    {
        var incident = PlayedMonth.Incident;
        await using var window = await browser.OpenOnDemoAsync(demo.App, ColorScheme.Dark, Width);
        await window.Grid.OpenAsync();
        await window.Grid.Frame.EvaluateAsync("frame => frame.scrollTo(150, 0)");

        await (await window.Grid.CellAsync(incident.Source, incident.Subject!)).ClickAsync();
        await Expect(window.Grid.History.GetByText("No older events are kept.")).ToBeVisibleAsync();
        await AssertFitsAsync(window, window.Grid.History);
        await window.Grid.History.GetByRole(AriaRole.Link, new() { Name = "incident" }).First.ClickAsync();

        await Expect(window.Event.Heading).ToHaveTextAsync($"incident of {incident.Source}");
        await Expect(window.Event.Ranked.First.Locator(".factors")).ToBeVisibleAsync();
        await AssertFitsAsync(window, window.Event.Ranked.First.Locator(".factors"));
        Assert.Equal(0, await window.OverflowAsync());
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Write a post-mortem brief" }).ClickAsync();
        await AssertFitsAsync(window, window.Event.Brief);
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Grid just before" }).ClickAsync();
        var moment = await window.Grid.WhenTravelledAsync();

        Assert.Equal(PlayedMonth.VersionsAt(moment), PlayedMonth.LinesOf(await window.Grid.ReadAsync()));
        Assert.Equal(0, await window.OverflowAsync());
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task A_comparison_shows_what_proves_it_without_scrolling_sideways()
    {
        await using var window = await browser.OpenOnDemoAsync(demo.App, ColorScheme.Light, Width);
        await window.Page.GotoAsync("/compare?from=BRAND-A-STAGING&to=BRAND-A-PRODUCTION");

        var row = window
            .Page.GetByRole(AriaRole.Row)
            .Filter(new() { Has = window.Page.GetByRole(AriaRole.Rowheader, new() { Name = "BE" }) });
        await row.Locator("summary").ClickAsync();
        await Expect(row.Locator(".proof a")).Not.ToHaveCountAsync(0);

        foreach (var link in await row.GetByRole(AriaRole.Link).AllAsync())
            await AssertFitsAsync(window, link);
        await Expect(window.Page.GetByRole(AriaRole.Columnheader))
            .ToHaveTextAsync([new Regex("System"), new Regex("BRAND-A-STAGING"), new Regex("BRAND-A-PRODUCTION"), new Regex("evidence")]);
        Assert.Equal(0, await window.OverflowAsync());
    }

    private static async Task AssertFitsAsync(ConsoleWindow window, ILocator part)
    {
        var place = (await part.BoundingBoxAsync())!;
        var body = await window.Page.EvaluateAsync<int>("() => document.body.clientWidth");
        Assert.True(place.X >= 0 && place.X + place.Width <= body + 0.5, $"from {place.X} to {place.X + place.Width} in {body}");
    }
}
