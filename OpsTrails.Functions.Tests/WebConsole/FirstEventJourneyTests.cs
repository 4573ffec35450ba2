using System.Globalization;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>From a sign-in link to the first event and a link to it.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class FirstEventJourneyTests(ConsoleBrowser browser, ITestOutputHelper output)
{
    [Fact]
    public async Task A_person_signs_in_by_link_creates_a_key_and_sees_its_first_event()
    {
        await using var app = await TestApp.StartAsync();
        await using var window = await browser.SignInAsync(app);
        var page = window.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(page.GetByText("Key created")).ToBeVisibleAsync();
        var command = await page.GetByLabel("Command").InnerTextAsync();
        await Expect(page.GetByTestId("first-event")).ToContainTextAsync("Waiting for the first event");
        await window.MarkAsync();

        using var pipeline = new Pipeline(app.ClientWith(KeyIn(command)));
        var answered = await pipeline.SendAsync(BodyIn(command));
        await window.Grid.WhenMarkedAsync();
        await Expect(await window.Grid.CellAsync("BE", "STAGING")).ToContainTextAsync("1.0.0");
        output.WriteLine(
            $"Shown {TimeProvider.System.GetElapsedTime(answered).TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)}"
                + " ms after the answer to its POST."
        );

        await Expect(page.GetByTestId("first-event")).ToContainTextAsync("deployment of BE");
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "First steps" })).ToContainTextAsync("Assistant (to do)");
        Assert.True(await window.IsMarkedAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Go to events" }).ClickAsync();
        await Expect(window.Events.Rows).ToHaveCountAsync(1);
        await Expect(window.Events.Rows).ToContainTextAsync("My first event");
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task An_event_recorded_with_a_new_key_appears_and_its_permalink_shows_it_in_another_browser()
    {
        await using var app = await TestApp.StartAsync();
        await using var window = await browser.SignInAsync(app);
        await window.Settings.OpenAsync("keys");
        using var pipeline = new Pipeline(app.ClientWith(await window.Settings.MakeKeyAsync("pipeline")));
        await pipeline.SendAsync("one", "deployment", "BE");
        await window.Events.OpenAsync();
        await window.Events.WhenLiveAsync();
        await Expect(window.Events.Rows).ToHaveCountAsync(1);
        await window.MarkAsync();

        await pipeline.SendAsync(
            """
            {"specversion":"1.0","type":"rollback","source":"FE","id":"two","time":"NOW","subject":"PRODUCTION",
            "version":"2.1.0","data":{"amount":12.50}}
            """
        );
        await Expect(window.Events.Rows).ToHaveCountAsync(2);
        var row = window.Events.Row("rollback");
        await EventsPage.ExpandAsync(row);
        await Expect(row.GetByLabel("data as JSON")).ToContainTextAsync("12.50");
        await window.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var copy = row.GetByRole(AriaRole.Button, new() { Name = "Copy link" });
        await window.PressAndHearAsync(copy, copy, "Copied");
        var permalink = await window.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.True(await window.IsMarkedAsync());

        await using var other = await browser.SignInAsync(app);
        await other.Page.GotoAsync(permalink);
        await Expect(other.Event.Heading).ToContainTextAsync("rollback");
        await Expect(other.Page.GetByLabel("Event as JSON")).ToContainTextAsync("12.50");
        Assert.Empty(window.Wrong.Concat(other.Wrong));
    }

    private static string KeyIn(string command) => command.Split("Bearer ")[1].Split('"')[0];

    private static string BodyIn(string command) => command.Split("-d '")[1].Split('\'')[0];
}
