using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>An incident as the documentation walks through it, renewed as by <see cref="PicturesTests"/>.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class IncidentPicturesTests(ConsoleBrowser browser, IncidentStory story) : IClassFixture<IncidentStory>
{
    [Fact]
    public async Task A_walk_through_an_incident()
    {
        await using var window = await browser.OpenOnDemoAsync(story.App, ColorScheme.Light, 1280);
        var page = window.Page;

        await page.GotoAsync("/incidents");
        await Expect(page.Locator(".incidents tbody tr")).ToHaveCountAsync(4);
        await PicturesTests.TakeAsync(window, "incident-1");

        await page.GetByRole(AriaRole.Link, new() { Name = IncidentStory.Number }).ClickAsync();
        await Expect(page.Locator(".picture .bar.is-suspect")).ToBeVisibleAsync();
        await PicturesTests.TakeAsync(window, "incident");

        await page.Locator(".picture .change[tabindex='0']").FocusAsync();
        await page.Keyboard.PressAsync("+");
        await page.Keyboard.PressAsync("+");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Zoom back" })).ToBeVisibleAsync();
        await PicturesTests.TakeAsync(window, "incident-2");

        await page.Keyboard.PressAsync("0");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Suspects" }).ScrollIntoViewIfNeededAsync();
        await page.EvaluateAsync("() => document.querySelector('.incident-columns').scrollIntoView()");
        await PicturesTests.TakeAsync(window, "incident-3");
    }

    [Fact]
    public async Task An_incident_on_a_phone_at_night()
    {
        await using var window = await browser.OpenOnDemoAsync(story.App, ColorScheme.Dark, 360);

        await window.Page.GotoAsync("/incidents?number=" + IncidentStory.Number);
        await Expect(window.Page.Locator(".picture .bar.is-suspect")).ToBeVisibleAsync();

        await PicturesTests.TakeAsync(window, "incident-narrow");
    }
}
