using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Filters kept under a name: saved by one, used by another.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class SavedFiltersJourneyTests(ConsoleBrowser browser)
{
    [Fact]
    public async Task A_query_is_saved_applied_by_somebody_else_and_deleted_for_both()
    {
        await using var app = await TestApp.StartAsync();
        using var pipeline = await Pipeline.OfAsync(app);
        await pipeline.SendAsync("one", "deployment", "BE");
        await pipeline.SendAsync("two", "rollback", "BE");
        await using var window = await browser.SignInAsync(app);
        await using var other = await browser.SignInAsync(app);
        await window.Events.OpenAsync("/events?from=-30d&q=type%3Arollback");
        await Menu(window).ClickAsync();
        await window.Page.GetByRole(AriaRole.Textbox, new() { Name = "Save this query as" }).FillAsync("What went back <b>");
        await window.PressAndHearAsync(
            window.Page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }),
            window.Page.Locator(".said"),
            "Saved as What went back <b>"
        );

        await other.Events.OpenAsync();
        await Expect(other.Events.Rows).ToHaveCountAsync(2);
        await other.MarkAsync();
        await Menu(other).ClickAsync();
        await Saved(other).ClickAsync();
        await Expect(other.Events.Rows).ToHaveCountAsync(1);
        await Expect(other.Page).ToHaveURLAsync(new Uri(app.Client.BaseAddress!, "/events?q=type%3Arollback&from=-30d").ToString());

        await Menu(other).ClickAsync();
        await Expect(Saved(other)).ToHaveAttributeAsync("aria-current", "true");
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Delete What went back <b>" }).ClickAsync();
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Delete for everyone" }).ClickAsync();
        await Expect(other.Page.GetByText("Deleted What went back <b>.")).ToBeVisibleAsync();
        Assert.True(await other.IsMarkedAsync());
        await Menu(window).ClickAsync();
        await Expect(window.Page.GetByText("No saved filters yet")).ToBeVisibleAsync();
        Assert.Empty(window.Wrong.Concat(other.Wrong));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_at_the_field_and_the_palette_leads_to_the_filter()
    {
        await using var app = await TestApp.StartAsync();
        using var pipeline = await Pipeline.OfAsync(app);
        await pipeline.SendAsync("one", "deployment", "BE");
        await pipeline.SendAsync("two", "rollback", "BE");
        using var client = await app.ClientWithKeyAsync();
        await client.AskAsync(HttpMethod.Post, "/api/v1/filters", """{"name":"Back again","query":"type:rollback","range":null}""");
        await using var window = await browser.SignInAsync(app);
        await window.Events.OpenAsync();
        await Menu(window).ClickAsync();
        await Expect(Saved(window, "Back again")).ToBeVisibleAsync();
        var name = window.Page.GetByRole(AriaRole.Textbox, new() { Name = "Save this query as" });
        await name.FillAsync("back AGAIN");
        await name.PressAsync("Enter");
        await Expect(name).ToHaveAttributeAsync("aria-invalid", "true");
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Back again");
        await name.PressAsync("Escape");
        await Expect(name).ToHaveCountAsync(0);

        await window.Page.Keyboard.PressAsync("Control+k");
        await window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Combobox).FillAsync("back");
        await Expect(window.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Option).First).ToContainTextAsync("Saved filter");
        await window.Page.Keyboard.PressAsync("Enter");

        await Expect(window.Events.Rows).ToHaveCountAsync(1);
        await Expect(window.Events.Rows).ToContainTextAsync("rollback");
        Assert.Empty(window.Wrong);
    }

    private static ILocator Menu(ConsoleWindow window) => window.Page.Locator("details.saved > summary");

    private static ILocator Saved(ConsoleWindow window, string name = "What went back <b>") =>
        window.Page.GetByRole(AriaRole.List, new() { Name = "Saved filters" }).GetByRole(AriaRole.Link).Filter(new() { HasText = name });
}
