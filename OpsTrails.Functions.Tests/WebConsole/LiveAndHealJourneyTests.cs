using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>One stream for all tabs of a browser, and pages that go on after the server or the session was gone.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class LiveAndHealJourneyTests(ConsoleBrowser browser, ITestOutputHelper output)
{
    private const string HideByHand = """
        Object.defineProperty(document, "hidden", { configurable: true, get: () => window.isHiddenByHand === true });
        """;

    private const string Hide = """
        hide => {
          window.isHiddenByHand = hide;
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """;

    private const string GoTo = """
        to => {
          history.pushState(null, "", to);
          dispatchEvent(new PopStateEvent("popstate"));
        }
        """;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(32);

    private static readonly string[] Pages =
    [
        "/",
        "/events",
        "/diff",
        "/settings/keys",
        "/settings/context",
        "/settings/organization",
        "/settings/names",
        "/settings/types",
        "/settings/people",
        "/settings/audit",
        "/events/e0?source=BE",
    ];

    [Fact]
    public async Task Two_tabs_share_one_stream_a_POST_shows_within_a_second_and_idle_or_hidden_tabs_send_nothing()
    {
        await using var app = await TestApp.StartAsync();
        using var pipeline = await Pipeline.OfAsync(app);
        await pipeline.SendAsync("e0", "deployment", "BE", "STAGING", "1.0.0");
        await using var grid = await browser.SignInAsync(app);
        await grid.Page.Context.AddInitScriptAsync(HideByHand);
        await grid.Grid.OpenAsync("/");
        await using var list = await grid.OpenAnotherAsync();
        var asked = new ConcurrentQueue<string>();
        grid.Page.Request += (_, request) => asked.Enqueue("grid " + request.Url);
        list.Page.Request += (_, request) => asked.Enqueue("list " + request.Url);
        await list.Events.OpenAsync();
        await list.Events.WhenLiveAsync();

        var waits = new List<double>();
        for (var i = 1; i <= 5; i++)
        {
            var version = string.Create(CultureInfo.InvariantCulture, $"1.0.{i}");
            var answered = await pipeline.SendAsync("e" + i, "deployment", "BE", "STAGING", version);
            await Expect(await grid.Grid.CellAsync("BE", "STAGING")).ToContainTextAsync(version);
            waits.Add(TimeProvider.System.GetElapsedTime(answered).TotalMilliseconds);
        }
        output.WriteLine($"From the answer to a POST to its cell in the grid, ms: {string.Join(", ", waits.Select(ms => $"{ms:F0}"))}.");
        Assert.InRange(waits.Min(), 0, 1_000);
        await Expect(list.Events.Rows).ToHaveCountAsync(6);
        Assert.DoesNotContain(asked, one => one.Contains("/stream", StringComparison.Ordinal));

        // What a cell doesn't tell is asked for within some seconds, and counts that events overtook within 15.
        await DelayAsync(TimeSpan.FromSeconds(18));
        asked.Clear();
        await DelayAsync(Idle);
        Assert.DoesNotContain(asked, one => !one.Contains("/stream", StringComparison.Ordinal));

        await grid.Page.EvaluateAsync(Hide, true);
        await Eventually.TrueAsync(() =>
            Task.FromResult(asked.Any(one => one.StartsWith("list", StringComparison.Ordinal) && IsStream(one)))
        );
        await list.Page.EvaluateAsync(Hide, true);
        asked.Clear();
        await pipeline.SendAsync("e6", "deployment", "BE", "STAGING", "2.0.0");
        await DelayAsync(TimeSpan.FromSeconds(2));
        Assert.Empty(asked);
        await Expect(await grid.Grid.CellAsync("BE", "STAGING")).Not.ToContainTextAsync("2.0.0");

        await list.Page.EvaluateAsync(Hide, false);
        await Expect(list.Events.Rows).ToHaveCountAsync(7);
        await grid.Page.EvaluateAsync(Hide, false);
        await Expect(await grid.Grid.CellAsync("BE", "STAGING")).ToContainTextAsync("2.0.0");
        Assert.Single(asked, IsStream);
        Assert.Empty(grid.Wrong.Concat(list.Wrong));
    }

    [Fact]
    public async Task Every_page_that_could_not_be_read_is_there_when_the_server_is_back()
    {
        await using var app = await TestApp.StartAsync();
        using var pipeline = await Pipeline.OfAsync(app);
        await pipeline.SendAsync("e0", "deployment", "BE", "STAGING", "1.0.0");
        await using var window = await browser.SignInAsync(app);
        var page = window.Page;
        var notes = page.Locator(".error-note");

        // Loads the code of each page while the server is there.
        foreach (var address in Pages)
        {
            await page.EvaluateAsync(GoTo, address);
            await Expect(page.GetByText("Loading")).ToHaveCountAsync(0);
        }
        await window.MarkAsync();
        foreach (var address in Pages)
        {
            await page.EvaluateAsync(GoTo, "/settings/assistant");
            await page.RouteAsync("**/api/v1/**", route => route.AbortAsync());
            await page.EvaluateAsync(GoTo, address);
            await Expect(notes.First).ToContainTextAsync("Can't reach the server.");

            await page.UnrouteAllAsync();

            await Expect(notes).ToHaveCountAsync(0);
            await Expect(page.GetByText("Loading")).ToHaveCountAsync(0);
        }
        Assert.True(await window.IsMarkedAsync());
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task A_session_that_ends_is_asked_for_above_a_half_filled_form_which_is_then_sent(int width, ColorScheme scheme)
    {
        await using var app = await TestApp.StartAsync();
        await using var window = await browser.SignInAsync(
            app,
            new BrowserNewContextOptions
            {
                ColorScheme = scheme,
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );
        var page = window.Page;
        await window.Settings.OpenAsync("keys");
        await window.Settings.Button("New key").ClickAsync();
        await window.Settings.Dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("half filled");
        await page.Context.ClearCookiesAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();

        var ended = page.GetByRole(AriaRole.Dialog, new() { Name = "Your session has ended" });
        await Expect(ended).ToBeVisibleAsync();
        Assert.Equal(0, await window.OverflowAsync());
        var link = ended.GetByRole(AriaRole.Textbox, new() { Name = "Sign-in link" });
        await Expect(link).ToBeFocusedAsync();
        await link.FillAsync(new Uri(app.Client.BaseAddress!, "/sign-in#" + await app.SignInTokenAsync()).ToString());
        await link.PressAsync("Enter");

        // The request that was refused is repeated.
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Key half filled" })).ToBeVisibleAsync();
        await Expect(ended).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_draft_survives_a_reload_and_the_wanted_page_a_sign_in()
    {
        await using var app = await TestApp.StartAsync();
        await using var window = await browser.OpenAsync(app.Client.BaseAddress!);
        var page = window.Page;
        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.GotoAsync("/settings/context?from=mail");
        await Expect(page.GetByText("Sign in with a one-time link.")).ToBeVisibleAsync();
        await page.GotoAsync("/sign-in#" + await app.SignInTokenAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/settings/context\\?from=mail$"));

        await window.Settings.Context.FillAsync("BE takes orders.");
        await page.ReloadAsync();

        await Expect(window.Settings.Context).ToHaveValueAsync("BE takes orders.");
        await Expect(page.GetByText("Restored your unsaved text")).ToBeVisibleAsync();
        await window.Settings.Button("Discard changes").ClickAsync();
        await page.ReloadAsync();
        await Expect(window.Settings.Context).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_page_that_is_not_there_leads_on()
    {
        await using var app = await TestApp.StartAsync();
        await using var window = await browser.OpenAsync(app.Client.BaseAddress!);

        var answer = await window.Page.GotoAsync("/nothing/at/all");

        Assert.Equal(404, answer!.Status);
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Page not found" })).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Events" }).ClickAsync();
        await Expect(window.Page.GetByText("Sign in with a one-time link.")).ToBeVisibleAsync();
    }

    private static bool IsStream(string asked) => asked.Contains("/events/stream", StringComparison.Ordinal);

    private static Task DelayAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken);
}
