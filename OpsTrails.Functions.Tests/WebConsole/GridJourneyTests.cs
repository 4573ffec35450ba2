using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>What runs where in the demo month, and what is worth a look about it; held against the month's events themselves.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class GridJourneyTests(ConsoleBrowser browser, McpDemo demo) : IClassFixture<McpDemo>, IAsyncLifetime
{
    // The tooltip appears after a moment.
    private const string LongerThanALookTakes = "() => new Promise((resolve) => setTimeout(resolve, 500))";

    private ConsoleWindow _window = null!;

    public static TheoryData<string> Moments { get; } =
    [
        "",
        Written(PlayedMonth.Hotfix.Time.AddMinutes(30)),
        Written(PlayedMonth.Incident.Time.AddMinutes(40)),
        Written(McpDemo.Now.AddDays(-20)),
    ];

    private GridPage Grid => _window.Grid;

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task Versions_and_marks_are_those_that_the_events_tell(string at)
    {
        await Grid.OpenAsync(at == "" ? "/grid" : $"/grid?at={Uri.EscapeDataString(at)}");

        var moment = at == "" ? McpDemo.Now : DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        var shown = await Grid.ReadAsync();
        Assert.Equal(PlayedMonth.VersionsAt(moment), PlayedMonth.LinesOf(shown));
        Assert.Equal(
            MarksAt(moment),
            shown
                .SelectMany(cell => cell.Marks.Select(mark => $"{cell.Source} in {cell.Subject}: {KindOf(mark)}"))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task What_reached_production_without_staging_is_found_by_its_mark_and_proved_by_the_comparison()
    {
        var hotfix = PlayedMonth.Hotfix;
        await Grid.OpenAsync($"/grid?at={Uri.EscapeDataString(Written(hotfix.Time.AddMinutes(30)))}");
        var cell = await Grid.CellAsync(hotfix.Source, hotfix.Subject!);
        await Expect(cell).ToContainTextAsync("skipped BRAND-B-STAGING");
        await Expect(cell).ToContainTextAsync("30 min");

        await cell.ClickAsync();
        await Expect(Grid.History.Locator(".found li").Filter(new() { HasText = "skipped BRAND-B-STAGING" }).GetByRole(AriaRole.Link))
            .ToHaveAttributeAsync("href", new Regex(hotfix.Id));
        await _window.Page.Keyboard.PressAsync("Escape");
        await _window.Page.GetByRole(AriaRole.Link, new() { Name = "Compare then" }).ClickAsync();
        await _window.Page.GetByRole(AriaRole.Combobox, new() { Name = "From: environment" }).SelectOptionAsync("BRAND-B-STAGING");
        await _window.Page.GetByRole(AriaRole.Combobox, new() { Name = "To: environment" }).SelectOptionAsync("BRAND-B-PRODUCTION");

        var row = _window
            .Page.GetByRole(AriaRole.Row)
            .Filter(new() { Has = _window.Page.GetByRole(AriaRole.Rowheader, new() { Name = hotfix.Source }) });
        await Expect(row.GetByRole(AriaRole.Cell).Nth(1)).ToHaveTextAsync(hotfix.Version!);
        await Expect(row.Locator("summary")).ToContainTextAsync("reached BRAND-B-PRODUCTION without BRAND-B-STAGING");
        await row.Locator("summary").ClickAsync();
        await row.Locator($".proof a[href*='{hotfix.Id}']").First.ClickAsync();
        await Expect(_window.Event.Heading).ToHaveTextAsync($"deployment {hotfix.Version} of {hotfix.Source}");
        await Expect(_window.Page).ToHaveURLAsync(new Regex($"/events/{hotfix.Id}\\?"));
    }

    [Fact]
    public async Task Hovering_a_cell_tells_its_last_three_events_which_stay_while_the_pointer_is_on_them()
    {
        await Grid.OpenAsync();
        await (await Grid.CellAsync("BE", "BRAND-A-PRODUCTION")).HoverAsync();

        await Expect(Grid.Peek.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(PeekOf("BE", "BRAND-A-PRODUCTION"));
        var place = (await Grid.Peek.BoundingBoxAsync())!;
        // In one step: on other cells, which lie between, it must not rest.
        await _window.Page.Mouse.MoveAsync(place.X + 20, place.Y + 20);
        await _window.Page.EvaluateAsync(LongerThanALookTakes);
        await Expect(Grid.Peek).ToContainTextAsync("BE in BRAND-A-PRODUCTION");
        await _window.Page.Keyboard.PressAsync("Escape");
        await Expect(Grid.Peek).ToHaveCountAsync(0);

        await (await Grid.CellAsync("FE", "BRAND-B-PRODUCTION")).HoverAsync();
        await Expect(Grid.Peek.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(PeekOf("FE", "BRAND-B-PRODUCTION"));
        await Grid.ColumnHeaders.First.HoverAsync();
        await Expect(Grid.Peek).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_a_cell_its_last_events_and_its_history_and_comes_back_to_it()
    {
        await Grid.OpenAsync();
        await _window.Page.GetByRole(AriaRole.Radio, new() { Name = "Compact" }).FocusAsync();
        var keyboard = _window.Page.Keyboard;
        await keyboard.PressAsync("Tab");
        await Expect(await Grid.CellAsync("BE", "BRAND-A-DEV")).ToBeFocusedAsync();
        foreach (var key in (string[])["ArrowDown", "ArrowDown", "End", "ArrowLeft", "ArrowUp"])
            await keyboard.PressAsync(key);

        var cell = await Grid.CellAsync("DB", "BRAND-B-STAGING");
        await Expect(cell).ToBeFocusedAsync();
        await Expect(Grid.Peek.GetByRole(AriaRole.Listitem)).ToHaveTextAsync(PeekOf("DB", "BRAND-B-STAGING"));
        await Expect(cell).ToHaveAttributeAsync("aria-describedby", (await Grid.Peek.GetAttributeAsync("id"))!);
        await keyboard.PressAsync("Enter");
        await Expect(Grid.History.GetByText("No older events are kept.")).ToBeVisibleAsync();
        Assert.Equal(
            PlayedMonth.Of("DB", "BRAND-B-STAGING").Select(e => e.Id),
            await OneEventPage.IdsOfAsync(Grid.History.Locator(".event-lines > li"))
        );
        await keyboard.PressAsync("Escape");
        await Expect(Grid.History).ToBeHiddenAsync();
        await Expect(cell).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_history_of_a_cell_is_all_of_its_events_and_stays_when_the_page_is_loaded_anew()
    {
        await Grid.OpenAsync();
        await (await Grid.CellAsync("PAYMENTS", "BRAND-B-PRODUCTION")).ClickAsync();
        await Expect(Grid.History.GetByText("No older events are kept.")).ToBeVisibleAsync();
        var ids = await OneEventPage.IdsOfAsync(Grid.History.Locator(".event-lines > li"));

        Assert.Equal(PlayedMonth.Of("PAYMENTS", "BRAND-B-PRODUCTION").Select(e => e.Id), ids);
        await _window.Page.ReloadAsync();
        await Expect(Grid.History.GetByText("No older events are kept.")).ToBeVisibleAsync();
        await _window.Page.GoBackAsync();
        await Expect(Grid.History).ToBeHiddenAsync();
        await _window.Page.GoForwardAsync();
        await Expect(Grid.History.GetByRole(AriaRole.Heading)).ToHaveTextAsync("PAYMENTS in BRAND-B-PRODUCTION");
    }

    [Fact]
    public async Task Only_differences_leaves_the_systems_that_do_not_run_one_version_all_along_and_the_address_keeps_it()
    {
        await Grid.OpenAsync();
        await Expect(Grid.RowHeaders).ToHaveCountAsync(8);
        await Grid.OnlyDifferences.CheckAsync();

        var differing = PlayedMonth.Differing(McpDemo.Now);
        Assert.InRange(differing.Count, 1, 7);
        await Expect(Grid.RowHeaders).ToHaveTextAsync(differing);
        await _window.Page.ReloadAsync();
        await Expect(Grid.RowHeaders).ToHaveTextAsync(differing);
        await Expect(Grid.OnlyDifferences).ToBeCheckedAsync();
        await _window.Page.GoBackAsync();
        await Expect(Grid.RowHeaders).ToHaveCountAsync(8);
        await _window.Page.GoForwardAsync();
        await Expect(Grid.RowHeaders).ToHaveTextAsync(differing);
    }

    public async ValueTask InitializeAsync() => _window = await browser.OpenOnDemoAsync(demo.App, ColorScheme.Light, 1280);

    public async ValueTask DisposeAsync()
    {
        if (_window is null)
            return;
        Assert.Empty(_window.Wrong);
        await _window.DisposeAsync();
    }

    private static string Written(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<Regex> PeekOf(string source, string subject) =>
        PlayedMonth
            .Of(source, subject)
            .Take(3)
            .Select(e => new Regex(
                $"^[0-9A-Za-z: ]+{Regex.Escape(e.Type)} {Regex.Escape(e.Version ?? "")} ?(by .+ )?"
                    + $"[0-9]+ (min|h|d){Regex.Escape(e.Description)}$"
            ));

    private static IEnumerable<string> MarksAt(DateTimeOffset at)
    {
        List<string> marks = [];
        foreach (var brand in PlayedMonth.Brands)
        {
            var environments = PlayedMonth.Stages.Select(stage => $"{brand}-{stage}").ToList();
            foreach (var (i, here) in environments.Index())
            {
                Add(here, "incident", PlayedMonth.WithIncident(here, at));
                Add(here, "changed", PlayedMonth.Changed(here, at).Except(PlayedMonth.WithIncident(here, at), StringComparer.Ordinal));
                Add(here, "rolled back", PlayedMonth.RolledBack(here, at));
                if (i == 0)
                    continue;
                Add(here, "behind", PlayedMonth.Behind(environments[i - 1], here, at));
                Add(here, "ahead", PlayedMonth.Ahead(environments[i - 1], here, at));
                Add(here, "skipped", PlayedMonth.WithoutStage(environments[i - 1], here, at));
            }
        }
        return marks.Order(StringComparer.Ordinal);

        void Add(string environment, string kind, IEnumerable<string> sources) =>
            marks.AddRange(sources.Select(source => $"{source} in {environment}: {kind}"));
    }

    private static string KindOf(string mark) =>
        mark switch
        {
            "new version in the last hour" => "changed",
            "rolled back" => "rolled back",
            _ when mark.Contains("incident open since ", StringComparison.Ordinal) => "incident",
            _ when mark.StartsWith("lags behind ", StringComparison.Ordinal) => "behind",
            _ when mark.StartsWith("ahead of ", StringComparison.Ordinal) => "ahead",
            _ when mark.StartsWith("skipped ", StringComparison.Ordinal) => "skipped",
            _ => mark,
        };
}
