using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>The page with the list of events.</summary>
internal sealed class EventsPage(IPage page)
{
    public ILocator Feed => page.GetByRole(AriaRole.Feed, new() { Name = "Events" });

    public ILocator Rows => Feed.GetByRole(AriaRole.Article);

    public ILocator Query => page.GetByRole(AriaRole.Combobox, new() { Name = "Query" });

    public ILocator Suggestions => page.GetByRole(AriaRole.Listbox, new() { Name = "Suggestions" }).GetByRole(AriaRole.Option);

    /// <summary>What the query asks for, piece by piece.</summary>
    public ILocator Filters => page.GetByRole(AriaRole.List, new() { Name = "Filters" });

    public ILocator Live => page.GetByTestId("live-state");

    /// <summary>What waits while one reads on.</summary>
    public ILocator NewEvents => page.Locator(".new-events").GetByRole(AriaRole.Button);

    public ILocator Histogram => page.GetByRole(AriaRole.Slider);

    public ILocator Total => OverTime.Locator(".total");

    /// <summary>The event that the address names.</summary>
    public ILocator Linked => page.GetByRole(AriaRole.Region, new() { Name = "Linked event" });

    public ILocator Help => page.GetByRole(AriaRole.Dialog, new() { Name = "Shortcuts and queries" });

    private ILocator OverTime => page.GetByRole(AriaRole.Region, new() { Name = "Events over time" });

    public ILocator Row(string text) => Rows.Filter(new() { HasText = text });

    public Task OpenAsync(string address = "/events") => page.GotoAsync(address);

    public async Task WhenLiveAsync() => await Expect(Live).ToHaveAttributeAsync("data-state", "live");

    public async Task WhenCountedAsync() => await Expect(OverTime).ToHaveAttributeAsync("aria-busy", "false");

    public async Task AskAsync(string query)
    {
        await Query.FillAsync(query);
        await Query.PressAsync("Enter");
    }

    public static Task ExpandAsync(ILocator row) => row.GetByRole(AriaRole.Button, new() { Name = "Open", Exact = true }).ClickAsync();
}
