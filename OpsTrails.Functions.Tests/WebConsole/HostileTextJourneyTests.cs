using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Whatever a pipeline writes into its events stays text.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class HostileTextJourneyTests(ConsoleBrowser browser)
{
    private const string Markup = "<img src=x onerror=alert(1)>";
    private const string Reversed = "safe \u202egnp.exe\u202c end";
    private const string Emoji = "🚀👩‍👩‍👧‍👦";

    private static readonly string LongWord = new('W', 1_000);

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Markup_direction_marks_long_words_and_emoji_stay_text_and_inside_the_page(int width)
    {
        await using var app = await TestApp.StartAsync();
        using var pipeline = await Pipeline.OfAsync(app);
        await pipeline.SendAsync(Json("markup", Markup));
        await pipeline.SendAsync(Json("reversed", Reversed));
        await pipeline.SendAsync(Json("long", LongWord));
        await pipeline.SendAsync(Json("emoji", Emoji));
        await using var window = await browser.SignInAsync(
            app,
            new BrowserNewContextOptions
            {
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );
        var asked = new List<string>();
        window.Page.Dialog += (_, dialog) => asked.Add(dialog.Message);
        await window.Events.OpenAsync();
        await Expect(window.Events.Rows).ToHaveCountAsync(4);
        Assert.Equal(0, await window.OverflowAsync());

        foreach (var text in (string[])[Markup, "gnp.exe", LongWord, Emoji])
        {
            var row = window.Events.Row(text);
            await EventsPage.ExpandAsync(row);
            await Expect(row.GetByLabel("data as JSON")).ToContainTextAsync(text);
            Assert.Equal(0, await window.OverflowAsync());
            Assert.Equal(0, await window.Events.Feed.Locator("img").CountAsync());
            await row.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        }

        // The mark that would turn what follows round is shown, not obeyed.
        var marked = window.Events.Row("gnp.exe").Locator(".description-cell");
        await Expect(marked.Locator(".control").First).ToBeVisibleAsync();
        Assert.DoesNotContain('\u202e', await marked.InnerTextAsync());
        Assert.Empty(asked);
        Assert.Empty(window.Wrong);
    }

    [Fact]
    public async Task Hostile_names_stay_text_in_filters_hints_and_the_preview_of_the_context()
    {
        await using var app = await TestApp.StartAsync();
        using var pipeline = await Pipeline.OfAsync(app);
        await pipeline.SendAsync("names", "<script>alert(1)</script>", "BE", Markup);
        await using var window = await browser.SignInAsync(app);
        await window.Events.OpenAsync();

        await window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "<script>alert(1)</script>" }).CheckAsync();
        await Expect(window.Events.Filters).ToContainTextAsync("<script>alert(1)</script>");
        await Expect(window.Events.Rows).ToHaveCountAsync(1);
        await window.Settings.OpenAsync("context");
        await window.Settings.Button($"Add {Markup} to the text").ClickAsync();
        await window.Settings.Context.FillAsync(Markup + "\n\n[here](javascript:alert(1))\n\n**strong**");
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Preview" }).ClickAsync();

        var preview = window.Page.Locator(".preview");
        await Expect(preview.Locator("strong")).ToHaveTextAsync("strong");
        Assert.Equal(0, await preview.Locator("[onerror], a[href^='javascript' i], script").CountAsync());
        Assert.Empty(window.Wrong);
    }

    // As it is, not as a serializer would escape it: an event is shown as it was recorded.
    private static string Json(string id, string text) => AnEvent.Json(id, data: "{\"description\":\"" + text + "\"}");
}
