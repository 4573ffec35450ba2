using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>What the address / shows: the way in, then the grid.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class HomeJourneyTests(ConsoleBrowser browser)
{
    [Fact]
    public async Task The_way_in_is_at_home_until_something_was_recorded_and_then_the_grid_is()
    {
        await using var app = await TestApp.StartAsync();
        await using var window = await browser.SignInAsync(app);
        await Expect(WayIn(window)).ToBeVisibleAsync();
        await Expect(Grid(window)).ToHaveCountAsync(0);
        using var pipeline = await Pipeline.OfAsync(app);
        await pipeline.SendAsync("one", "deployment", "BE", "PRODUCTION", "1.0.0");
        await Expect(window.Page.GetByTestId("first-event")).ToContainTextAsync("deployment of BE");

        await window.Page.GotoAsync("/");

        await Expect(Grid(window)).ToContainTextAsync("1.0.0");
        await Expect(WayIn(window)).ToHaveCountAsync(0);
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task The_demo_month_leads_to_the_grid_of_its_systems()
    {
        await using var app = await TestApp.StartAsync();
        await using var window = await browser.SignInAsync(app);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Load demo month" }).ClickAsync();

        await Expect(Grid(window)).ToContainTextAsync("BRAND-A-PRODUCTION");
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task A_link_from_when_the_list_was_at_home_still_shows_the_list_and_leaves_no_step_back()
    {
        await using var app = await TestApp.StartAsync();
        using var pipeline = await Pipeline.OfAsync(app);
        await pipeline.SendAsync("one", "deployment", "BE");
        await pipeline.SendAsync("two", "rollback", "BE");
        await using var window = await browser.SignInAsync(app);
        await Expect(Grid(window)).ToBeVisibleAsync();

        await window.Page.GotoAsync("/?from=-30d&q=type%3Arollback");
        await Expect(window.Events.Rows).ToHaveCountAsync(1);
        await Expect(window.Page).ToHaveURLAsync(new Uri(app.Client.BaseAddress!, "/events?from=-30d&q=type%3Arollback").ToString());

        await window.Page.GoBackAsync();
        await Expect(Grid(window)).ToBeVisibleAsync();
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task Going_from_the_grid_to_the_events_and_back_loads_no_page_anew()
    {
        await using var app = await TestApp.StartAsync();
        using var pipeline = await Pipeline.OfAsync(app);
        await pipeline.SendAsync("one", "deployment", "BE");
        await using var window = await browser.SignInAsync(app);
        await Expect(Grid(window)).ToBeVisibleAsync();
        await window.MarkAsync();

        await PageLink(window, "Events").ClickAsync();
        await Expect(window.Events.Rows).ToHaveCountAsync(1);
        await PageLink(window, "Grid").ClickAsync();
        await Expect(Grid(window)).ToBeVisibleAsync();

        Assert.True(await window.IsMarkedAsync());
        Assert.Empty(window.Wrong);
    }

    private static ILocator WayIn(ConsoleWindow window) =>
        window.Page.GetByRole(AriaRole.Heading, new() { Name = "Record your first event" });

    private static ILocator Grid(ConsoleWindow window) => window.Page.Locator("table.grid");

    private static ILocator PageLink(ConsoleWindow window, string name) =>
        window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
}
