using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>The list of incidents, and the picture of one: its lanes, its suspects, and what can be copied of it.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class IncidentPageJourneyTests(ConsoleBrowser browser, IncidentStory story) : IClassFixture<IncidentStory>, IAsyncLifetime
{
    private const string TakeNoImage = """
        Object.defineProperty(navigator.clipboard, "write", { value: () => Promise.reject(new Error("refused")) });
        """;

    /// <summary>Counts the pixels of a PNG by what they are.</summary>
    private const string CountPixels = """
        async (base64) => {
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
          const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
          const canvas = new OffscreenCanvas(image.width, image.height);
          const context = canvas.getContext("2d");
          context.drawImage(image, 0, 0);
          const { data } = context.getImageData(0, 0, image.width, image.height);
          const counts = { dark: 0, red: 0, blue: 0, clear: 0 };
          for (let i = 0; i < data.length; i += 4) {
            const [r, g, b, a] = data.subarray(i, i + 4);
            if (a < 255) counts.clear++;
            if (r < 60 && g < 60 && b < 60) counts.dark++;
            if (r > 230 && g > 150 && g < 200 && b < 200) counts.red++;
            if (b > 230 && r > 140 && r < 190 && g > 190) counts.blue++;
          }
          return [image.width, image.height, counts.dark, counts.red, counts.blue, counts.clear];
        }
        """;

    private ConsoleWindow _window = null!;

    private IPage Page => _window.Page;

    private ILocator Rows => Page.Locator(".incidents tbody tr");

    private ILocator Focused => Page.Locator(".picture .change:focus");

    [Fact]
    public async Task From_the_list_to_the_first_suspect_by_the_keyboard_alone()
    {
        await Page.GotoAsync("/incidents");
        await Expect(Rows).ToHaveCountAsync(4);
        await Expect(Rows.First).ToContainTextAsync("open");
        await Expect(Rows.Filter(new() { HasText = IncidentStory.Number })).ToContainTextAsync("restored in 22 min 37 s");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Resolved" }).PressAsync("Enter");
        await Expect(Page).ToHaveURLAsync(new Regex("state=resolved"));
        await Expect(Rows).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Link, new() { Name = IncidentStory.Number }).PressAsync("Enter");

        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Checkout answers 500 for one request in ten");
        await Expect(Page).ToHaveTitleAsync(new Regex("INC-2107 Checkout answers 500"));
        await Page.Locator(".picture .change[tabindex='0']").FocusAsync();
        await Expect(Focused).ToHaveAttributeAsync("aria-label", new Regex("14:15:10, checkout-service .*25 min before, first suspect"));
        await Expect(Page.Locator(".strip-ran")).ToContainTextAsync("ran at 14:15");
        await Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Focused).ToHaveAttributeAsync("aria-label", new Regex("14:22:00, payments-service .*deployment failed 2.14.0"));
        await Page.Keyboard.PressAsync("ArrowLeft");
        await Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Focused).ToHaveAttributeAsync("aria-label", new Regex("payments-service"));
        await Page.Keyboard.PressAsync("Home");
        await Expect(Focused).ToHaveAttributeAsync("aria-label", new Regex("12:58:10, feature-flags"));
        await Page.Keyboard.PressAsync("End");
        await Expect(Focused).ToHaveAttributeAsync("aria-label", new Regex("search-service .*incident (opened|acknowledged)"));
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page).ToHaveURLAsync(new Regex("/events/search-service-incident"));
        await Page.GoBackAsync();
        await Expect(Page.Locator(".picture")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_picture_shows_what_happened_and_a_drag_zooms_into_it()
    {
        await OpenAsync();
        var picture = Page.Locator(".picture");
        await Expect(picture.Locator(".lane-label").First).ToContainTextAsync("checkout-service");
        await Expect(picture.Locator(".lane").First.Locator(".bar")).ToHaveCountAsync(3);
        await Expect(picture.Locator(".lane").First.Locator(".version")).ToHaveTextAsync(["1.97.2", "1.98.0", "1.97.2"]);
        await Expect(picture.Locator(".rollback")).ToHaveCountAsync(1);
        await Expect(picture.Locator(".bar.is-migration")).ToHaveCountAsync(1);
        foreach (
            var text in (string[])
                ["⚑ 14:40:33 opened", "restored in 22 min", "25 min before · new here", "freeze until 13:30", "business hours"]
        )
            await Expect(TextOf(text)).ToHaveCountAsync(1);
        await Expect(picture.Locator(".lane")).ToHaveCountAsync(12);
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^and [0-9]+ more$") }).ClickAsync();
        Assert.InRange(await picture.Locator(".lane").CountAsync(), 13, 60);

        var box = (await picture.BoundingBoxAsync())!;
        await Page.Mouse.MoveAsync(box.X + box.Width * 0.5f, box.Y + 200);
        await Page.Mouse.DownAsync();
        await Page.Mouse.MoveAsync(box.X + box.Width * 0.7f, box.Y + 200, new() { Steps = 4 });
        await Page.Mouse.UpAsync();
        await Expect(Page.Locator(".zoomed")).ToContainTextAsync("Zoom back");
        await Expect(TextOf("freeze until 13:30")).ToHaveCountAsync(0);
        await Page.Locator(".picture .change[tabindex='0']").FocusAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator(".zoomed")).Not.ToContainTextAsync("Zoom back");
        await Expect(TextOf("freeze until 13:30")).ToHaveCountAsync(1);

        var suspects = Page.GetByRole(AriaRole.Region, new() { Name = "Suspects" });
        await Expect(suspects.Locator(".group-name").First).ToHaveTextAsync("Same system");
        await Expect(suspects.Locator(".strength").First).ToHaveTextAsync("Strong");
        await Expect(suspects.GetByText("Elsewhere (9)")).ToBeVisibleAsync();
        await Expect(suspects.GetByText("worker-3", new() { Exact = true })).ToBeHiddenAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "What followed" }).GetByRole(AriaRole.Listitem))
            .ToHaveTextAsync([
                new Regex("5 min after.*Acknowledged"),
                new Regex(@"21 min after.*Rollback 1\.97\.2|21 min after.*Rollback 1\.98\.0 → 1\.97\.2"),
                new Regex("22 min after.*Resolved"),
                new Regex(@"1 h after.*1\.98\.1 reached SHOPMAX-STAGING"),
            ]);
        await Page.GetByText("Show as table").ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Row).Filter(new() { HasText = "deployment failed" }))
            .ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_incident_is_copied_as_text_and_as_a_picture()
    {
        await Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await OpenAsync();
        var copy = Page.GetByRole(AriaRole.Button, new() { Name = "Copy as Markdown" });
        await _window.PressAndHearAsync(copy, copy, "Copied");
        var text = await Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.StartsWith("## INC-2107: Checkout answers 500 for one request in ten\n", text, StringComparison.Ordinal);
        Assert.Contains("- **CRITICAL, resolved**, restored in 22 min 37 s\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "- **strong** (same system): //github.com/acme-corporation/checkout-service 1.98.0 deployed",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("- 15:01:48, 21 min after: Rollback 1.98.0 → 1.97.2\n", text, StringComparison.Ordinal);
        Assert.Contains("/incidents?number=INC-2107)", text, StringComparison.Ordinal);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Copy picture" }).ClickAsync();
        await Expect(Page.Locator(".said")).ToHaveTextAsync("Picture copied");
        Assert.Equal(
            ["image/png"],
            await Page.EvaluateAsync<string[]>("() => navigator.clipboard.read().then((items) => items.flatMap((item) => item.types))")
        );

        await Page.EvaluateAsync(TakeNoImage);
        var download = await Page.RunAndWaitForDownloadAsync(() =>
            Page.GetByRole(AriaRole.Button, new() { Name = "Copy picture" }).ClickAsync()
        );
        Assert.Equal("incident-INC-2107.png", download.SuggestedFilename);
        var png = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        var counts = await Page.EvaluateAsync<int[]>(CountPixels, Convert.ToBase64String(png));
        Assert.InRange(counts[0], 2000, 4000);
        Assert.InRange(counts[1], 600, 3000);
        Assert.All(counts[2..5], pixels => Assert.InRange(pixels, 1000, int.MaxValue));
        Assert.Equal(0, counts[5]);
    }

    [Fact]
    public async Task A_number_of_two_systems_leads_to_a_choice_and_text_from_outside_is_harmless()
    {
        await Page.GotoAsync("/incidents?number=" + IncidentStory.SharedNumber);
        var choices = Page.Locator(".incident-choices li");
        await Expect(choices).ToHaveCountAsync(2);
        await choices.Filter(new() { HasText = "payments-service" }).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Payments are slow");
        await Expect(Page).ToHaveURLAsync(new Regex("source="));

        await OpenAsync();
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "Suspects" })).ToContainTextAsync("Reads *all* [rows](x)U+202E");
        await Page.GotoAsync("/incidents?number=INC-404");
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("No incident has this number");
        Assert.Equal(["400", "404"], _window.Wrong.Select(wrong => wrong[..3]));
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_width_is_whole_and_axe_objects_to_nothing(ColorScheme scheme)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        foreach (var width in (int[])[1440, 1024, 360])
        {
            await Page.SetViewportSizeAsync(width, width < 600 ? 740 : 900);
            await OpenAsync();
            await Page.Locator(".suspect-group summary").First.ClickAsync();
            await Page.GetByText("Show as table").ClickAsync();
            await AccessibilityTests.AssertCleanAsync(_window);
            Assert.Equal(0, await _window.OverflowAsync());
            await Page.GotoAsync("/incidents");
            await Expect(Rows.First).ToBeVisibleAsync();
            await AccessibilityTests.AssertCleanAsync(_window);
            Assert.Equal(0, await _window.OverflowAsync());
        }
        Assert.Empty(_window.Wrong);
    }

    [Fact]
    public async Task An_open_incident_follows_what_happens()
    {
        await Page.GotoAsync("/incidents?number=" + IncidentStory.OpenNumber);
        await Expect(Page.Locator(".picture")).ToContainTextAsync("open for 10 min");
        await Expect(Page.Locator(".incident-facts .incident-badge.state")).ToHaveTextAsync("open");

        using var pipeline = await story.App.ClientWithKeyAsync();
        using var posted = await pipeline.PostEventAsync(
            IncidentStory.EventOf(
                "14:55:00",
                "search-service",
                "incident.acknowledged",
                severity: "CRITICAL",
                data: new { incident = IncidentStory.OpenNumber }
            )
        );

        await Expect(Page.Locator(".incident-facts .incident-badge.state")).ToHaveTextAsync("acknowledged");
        await Expect(Page.GetByRole(AriaRole.Region, new() { Name = "What followed" })).ToContainTextAsync("Acknowledged");
        Assert.Empty(_window.Wrong);
    }

    public async ValueTask InitializeAsync() => _window = await browser.OpenOnDemoAsync(story.App, ColorScheme.Light, 1440);

    public async ValueTask DisposeAsync()
    {
        if (_window is not null)
            await _window.DisposeAsync();
    }

    /// <summary>A text drawn in the picture. Titles have the same words.</summary>
    private ILocator TextOf(string text) => Page.Locator(".picture text").Filter(new() { HasText = text });

    private async Task OpenAsync()
    {
        await Page.GotoAsync("/incidents?number=" + IncidentStory.Number);
        await Expect(Page.Locator(".picture .bar.is-suspect")).ToBeVisibleAsync();
    }
}
