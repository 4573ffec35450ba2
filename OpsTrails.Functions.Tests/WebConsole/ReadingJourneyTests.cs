using System.Globalization;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Finding events: filters, the histogram, the keyboard, what waits meanwhile.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class ReadingJourneyTests(ConsoleBrowser browser) : IAsyncLifetime
{
    private TestApp _app = null!;
    private Pipeline _pipeline = null!;
    private ConsoleWindow _window = null!;

    private EventsPage Events => _window.Events;

    [Fact]
    public async Task Filters_are_written_chosen_and_taken_away_and_the_address_says_them()
    {
        await Events.AskAsync("type:deployment severity>=MAJOR");
        await Expect(Events.Rows).ToHaveCountAsync(2);
        await _window
            .Page.GetByRole(AriaRole.Group, new() { Name = "System" })
            .GetByRole(AriaRole.Checkbox, new() { Name = "FE" })
            .CheckAsync();
        await Expect(Events.Rows).ToHaveCountAsync(1);
        await Expect(Events.Rows).ToContainTextAsync("from FE");
        await Expect(_window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("source(:|%3A)FE"));

        await Events.Filters.GetByRole(AriaRole.Button, new() { Name = "Remove severity>=MAJOR" }).ClickAsync();
        await Expect(Events.Rows).ToHaveCountAsync(2);
        await _window.Page.GoBackAsync();
        await Expect(Events.Rows).ToHaveCountAsync(1);
        await Events.Filters.GetByRole(AriaRole.Button, new() { Name = "Clear all" }).ClickAsync();
        await Expect(Events.Rows).ToHaveCountAsync(6);
    }

    [Fact]
    public async Task A_query_that_cannot_be_read_says_why_beside_it()
    {
        await Events.AskAsync("colour:red");

        await Expect(_window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("colour");
        await Expect(Events.Query).ToHaveAttributeAsync("aria-invalid", "true");
        await Events.AskAsync("type:rollback");
        await Expect(Events.Rows).ToHaveCountAsync(1);
        await Expect(Events.Query).ToHaveAttributeAsync("aria-invalid", "false");
    }

    [Fact]
    public async Task Dragging_over_the_histogram_zooms_in_and_zooming_out_shows_more_again()
    {
        await Expect(Events.Total).ToHaveTextAsync("6 events");
        var bars = await Events.Histogram.BoundingBoxAsync() ?? throw new InvalidOperationException("There is no histogram.");

        // The events of today lie in the last of seven days, one of the day before.
        await _window.Page.Mouse.MoveAsync(bars.X + (bars.Width * 0.93f), bars.Y + 20);
        await _window.Page.Mouse.DownAsync();
        await _window.Page.Mouse.MoveAsync(bars.X + bars.Width - 2, bars.Y + 20, new() { Steps = 4 });
        await _window.Page.Mouse.UpAsync();

        await Expect(Events.Total).ToHaveTextAsync("5 events");
        await Expect(Events.Rows).ToHaveCountAsync(5);
        for (var i = 0; i < 3; i++)
        {
            // Twice the range that was counted last.
            await Events.WhenCountedAsync();
            await _window.Page.GetByRole(AriaRole.Button, new() { Name = "Zoom out" }).ClickAsync();
        }
        await Expect(Events.Total).ToHaveTextAsync("6 events");
    }

    [Fact]
    public async Task What_arrives_while_paused_waits_and_comes_when_it_goes_on()
    {
        await Events.WhenLiveAsync();
        await _window.Page.Keyboard.PressAsync(" ");
        await Expect(Events.Live).ToHaveAttributeAsync("data-state", "paused");
        await _pipeline.SendAsync("late-1", "deployment", "BE");
        await _pipeline.SendAsync("late-2", "deployment", "BE");

        await Expect(Events.NewEvents).ToHaveTextAsync("2 new events");
        await Expect(Events.Rows).ToHaveCountAsync(6);
        await Events.Live.ClickAsync();

        await Expect(Events.Rows).ToHaveCountAsync(8);
        await Events.WhenLiveAsync();
        await Expect(Events.NewEvents).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_open_event_keeps_its_place_and_the_list_goes_on_when_it_is_closed()
    {
        await Events.WhenLiveAsync();
        await EventsPage.ExpandAsync(Events.Row("rollback"));
        await Expect(Events.Live).ToHaveAttributeAsync("data-state", "paused");
        await _pipeline.SendAsync("late", "deployment", "BE");

        await Expect(Events.NewEvents).ToHaveTextAsync("1 new event");
        await Events.Row("rollback").GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();

        // Rows don't move under the pointer.
        await Expect(Events.NewEvents).ToHaveTextAsync("1 new event");
        await Expect(Events.Rows).ToHaveCountAsync(6);
        await _window.Page.Mouse.MoveAsync(2, 2);
        await Expect(Events.Rows).ToHaveCountAsync(7);
        await Events.WhenLiveAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_moves_opens_closes_asks_and_explains_itself()
    {
        var keyboard = _window.Page.Keyboard;
        await Expect(Events.Rows).ToHaveCountAsync(6);
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("j");
        await keyboard.PressAsync("k");
        await Expect(Events.Rows.Nth(1)).ToBeFocusedAsync();

        await keyboard.PressAsync("Enter");
        await Expect(Events.Rows.Nth(1).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true })).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(Events.Rows.Nth(1).GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true })).ToHaveCountAsync(0);

        await keyboard.PressAsync("?");
        await Expect(Events.Help).ToBeVisibleAsync();
        await keyboard.PressAsync("Escape");
        await Expect(Events.Help).ToBeHiddenAsync();

        await keyboard.PressAsync("/");
        await Expect(Events.Query).ToBeFocusedAsync();
        await keyboard.TypeAsync("type:roll");
        await Expect(Events.Suggestions).ToHaveTextAsync(["rollback what happened"]);
        await keyboard.PressAsync("ArrowDown");
        await Expect(Events.Query).ToHaveAttributeAsync("aria-activedescendant", "query-suggestion-0");
        await keyboard.PressAsync("Enter");
        await Expect(Events.Query).ToHaveValueAsync("type:rollback ");
        await keyboard.PressAsync("Enter");
        await Expect(Events.Rows).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task An_empty_list_says_why_and_values_columns_and_keys_work_from_the_list()
    {
        await Events.AskAsync("source:fe subject:production");
        await Expect(_window.Page.GetByText("No system is called “fe”.")).ToBeVisibleAsync();
        await _window.Page.GetByRole(AriaRole.Button, new() { Name = "source:FE", Exact = true }).ClickAsync();
        await _window.Page.GetByRole(AriaRole.Button, new() { Name = "subject:PRODUCTION", Exact = true }).ClickAsync();
        await Expect(Events.Rows).ToHaveCountAsync(2);
        await Events.AskAsync("type=*BACK severity=cr*");
        await Expect(Events.Rows).ToHaveCountAsync(1);
        await Events.AskAsync("");

        // A click on a value filters by it, with Alt it excludes.
        await Events.Row("migration").Locator(".type-cell .filters").ClickAsync(new() { Modifiers = [KeyboardModifier.Alt] });
        await Expect(Events.Rows).ToHaveCountAsync(5);
        await Events.Row("rollback").Locator(".source-cell .filters").ClickAsync();
        await Expect(_window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("q=-type%3Amigration\\+source%3AFE"));
        await Expect(Events.Rows).ToHaveCountAsync(3);

        await Expect(_window.Page.Locator(".day").First).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^Today, "));
        await _window.Page.Locator(".columns-menu > summary").ClickAsync();
        await _window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Environment" }).Last.UncheckAsync();
        await Expect(Events.Rows.First.Locator(".subject-cell")).ToHaveCountAsync(0);
        await _window.Page.ReloadAsync();
        await Expect(Events.Rows).ToHaveCountAsync(3);
        await Expect(Events.Rows.First.Locator(".subject-cell")).ToHaveCountAsync(0);

        // Going back leads to the row that was open.
        await EventsPage.ExpandAsync(Events.Row("rollback"));
        await _window.Page.Keyboard.PressAsync("g");
        await _window.Page.Keyboard.PressAsync("s");
        await Expect(_window.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/settings/keys$"));
        await _window.Page.Keyboard.PressAsync("?");
        await Expect(Events.Help).ToBeVisibleAsync();
        await _window.Page.Keyboard.PressAsync("Escape");
        await _window.Page.GoBackAsync();
        await Expect(Events.Row("rollback").GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true })).ToBeVisibleAsync();
        Assert.Empty(_window.Wrong);
    }

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync();
        _pipeline = await Pipeline.OfAsync(_app);
        var yesterday = TimeProvider.System.GetUtcNow().AddHours(-30).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await _pipeline.SendAsync("1", "deployment", "BE", "STAGING", "1.0.0", "LOW", "from BE", yesterday);
        await _pipeline.SendAsync("2", "deployment", "FE", "STAGING", "2.0.0", "MINOR", "from FE");
        await _pipeline.SendAsync("3", "deployment", "FE", "PRODUCTION", "2.0.0", "MAJOR", "from FE, in production");
        await _pipeline.SendAsync("4", "rollback", "FE", "PRODUCTION", "1.9.0", "CRITICAL", "back");
        await _pipeline.SendAsync("5", "deployment", "BE", "PRODUCTION", "1.0.0", "MAJOR", "from BE, in production");
        await _pipeline.SendAsync("6", "migration", "DB");
        _window = await browser.SignInAsync(_app);
        await Events.OpenAsync();
        await Expect(Events.Rows).ToHaveCountAsync(6);
    }

    public async ValueTask DisposeAsync()
    {
        if (_window is not null)
            await _window.DisposeAsync();
        _pipeline?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
