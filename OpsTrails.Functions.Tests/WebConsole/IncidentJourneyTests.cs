using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Core.Demo;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>From an incident to what is behind it, and on to a post-mortem.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed partial class IncidentJourneyTests(ConsoleBrowser browser, McpDemo demo) : IClassFixture<McpDemo>, IAsyncLifetime
{
    private const string CountClicks = """addEventListener("click", () => { window.clicks = (window.clicks ?? 0) + 1; }, true);""";

    private ConsoleWindow _window = null!;

    private OneEventPage Event => _window.Event;

    private static DemoEvent Incident => PlayedMonth.Incident;

    /// <summary>What the rollback after the incident took back.</summary>
    private static DemoEvent Guilty =>
        PlayedMonth.Of(Incident.Source, Incident.Subject).First(e => e.Time < Incident.Time && e.Type == "deployment");

    [Fact]
    public async Task From_an_incident_in_the_list_to_the_change_ranked_first_takes_three_clicks()
    {
        await _window.Page.GotoAsync("/events?from=-30d&q=type%3Aincident");
        await _window.MarkAsync();

        await EventsPage.ExpandAsync(_window.Events.Row(Incident.Description));
        await _window.Page.GetByRole(AriaRole.Link, new() { Name = "Related changes" }).ClickAsync();
        await OneEventPage.LinkOf(Event.Ranked.First).ClickAsync();

        await Expect(Event.Heading).ToHaveTextAsync($"deployment {Guilty.Version} of {Guilty.Source}");
        await Expect(_window.Page).ToHaveURLAsync(new Regex($"/events/{Guilty.Id}\\?"));
        Assert.Equal((3, true), (await _window.Page.EvaluateAsync<int>("() => window.clicks"), await _window.IsMarkedAsync()));
    }

    [Fact]
    public async Task From_a_cell_of_the_grid_to_the_change_ranked_first_takes_three_clicks()
    {
        await _window.Grid.OpenAsync();
        await _window.MarkAsync();

        await (await _window.Grid.CellAsync(Incident.Source, Incident.Subject!)).ClickAsync();
        await _window.Grid.History.GetByRole(AriaRole.Link, new() { Name = "incident" }).First.ClickAsync();
        await OneEventPage.LinkOf(Event.Ranked.First).ClickAsync();

        await Expect(_window.Page).ToHaveURLAsync(new Regex($"/events/{Guilty.Id}\\?"));
        Assert.Equal((3, true), (await _window.Page.EvaluateAsync<int>("() => window.clicks"), await _window.IsMarkedAsync()));
    }

    [Fact]
    public async Task Changes_are_ranked_and_what_each_factor_gave_adds_up()
    {
        await OpenIncidentAsync();

        var within = McpDemo.Month.Where(e => e.Time < Incident.Time && e.Time >= Incident.Time.AddHours(-2)).Select(e => e.Id).ToList();
        var ids = await OneEventPage.IdsOfAsync(Event.Ranked);
        Assert.Equal(Guilty.Id, ids[0]);
        Assert.Empty(ids.Except(within));
        var scores = await Event.Ranked.Locator("strong").AllInnerTextsAsync();
        Assert.Equal(scores.Select(Number).OrderDescending(), scores.Select(Number));
        foreach (var change in await Event.Ranked.AllAsync())
        {
            var whole = PointsOf().Match(await change.Locator("summary").InnerTextAsync());
            var factors = (await change.Locator(".factors tbody td:nth-child(2)").AllTextContentsAsync())
                .Select(text => PointsOf().Match(text))
                .Where(match => match.Success)
                .ToList();
            Assert.Equal(Number(whole.Groups[1].Value), factors.Sum(factor => Number(factor.Groups[1].Value)));
            Assert.Equal(Number(whole.Groups[2].Value), factors.Sum(factor => Number(factor.Groups[2].Value)));
        }
    }

    [Fact]
    public async Task Looking_back_further_finds_more_and_the_address_keeps_it()
    {
        await OpenIncidentAsync();
        var within = await Event.Ranked.CountAsync();

        await _window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Look back" }).SelectOptionAsync("24h");

        await Expect(_window.Page).ToHaveURLAsync(new Regex("window=24h"));
        await Expect(Event.Ranked).ToHaveCountAsync(10);
        Assert.InRange(within, 1, 9);
        await _window.Page.ReloadAsync();
        await Expect(Event.Ranked).ToHaveCountAsync(10);
    }

    [Fact]
    public async Task What_followed_within_a_day_and_the_history_are_the_months_own()
    {
        await OpenIncidentAsync();

        var day = McpDemo.Month.Where(e => e.Time >= Incident.Time && e.Time < Incident.Time.AddDays(1) && e.Id != Incident.Id).ToList();
        await Expect(Event.Followed).ToHaveCountAsync(day.Count(IsNear));
        await Expect(Event.History).ToHaveCountAsync(PlayedMonth.Of(Incident.Source, Incident.Subject).Count);
        Assert.Equal(day.Where(IsNear).Select(e => e.Id), await OneEventPage.IdsOfAsync(Event.Followed));
        Assert.Equal(day.Where(e => !IsNear(e)).Select(e => e.Id), await OneEventPage.IdsOfAsync(Event.FollowedElsewhere));
        Assert.Equal(PlayedMonth.Of(Incident.Source, Incident.Subject).Select(e => e.Id), await OneEventPage.IdsOfAsync(Event.History));
        await Expect(Event.History.Locator("[aria-current=true]")).ToHaveTextAsync("incident");
    }

    [Fact]
    public async Task The_brief_in_the_clipboard_says_what_the_month_says()
    {
        await _window.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await OpenIncidentAsync();
        await _window.Page.GetByRole(AriaRole.Button, new() { Name = "Write a post-mortem brief" }).ClickAsync();
        var copy = Event.Brief.GetByRole(AriaRole.Button, new() { Name = "Copy brief" });
        await _window.PressAndHearAsync(copy, copy, "Copied");

        var brief = await _window.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");

        var parts = brief.Split("\n## ");
        Assert.StartsWith("# incident of BE in BRAND-A-PRODUCTION\n", parts[0], StringComparison.Ordinal);
        Assert.Contains(
            $"- Time: {Incident.Time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n- Severity: {Incident.Severity}\n- Description: "
                + $"{Incident.Description}\n",
            parts[0],
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["Changes before", "Events within a day after", "History of the system and environment, newest first"],
            parts[1..].Select(part => part.Split('\n')[0])
        );
        var time = Guilty.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        Assert.Matches(
            $@"\n1\. \*\*[0-9]+ of 100\*\* {Regex.Escape(time)} \[deployment {Regex.Escape(Guilty.Version!)}\]"
                + $@"\(\S+/events/{Guilty.Id}\?source=BE\) of BE in BRAND-A-PRODUCTION: {Regex.Escape(Guilty.Description)}\n"
                + @"   - Time before: 20 of 25, 25 minutes before\n",
            parts[1]
        );
        Assert.Equal(
            McpDemo.Month.Where(e => e.Time > Incident.Time && e.Time < Incident.Time.AddDays(1) && IsNear(e)).Select(e => e.Id),
            IdIn().Matches(parts[2]).Select(match => match.Value)
        );
        Assert.Equal(
            PlayedMonth.Of(Incident.Source, Incident.Subject).Select(e => e.Id),
            IdIn().Matches(parts[3]).Select(match => match.Value)
        );
    }

    public async ValueTask InitializeAsync()
    {
        _window = await browser.OpenOnDemoAsync(demo.App, ColorScheme.Light, 1280);
        await _window.Page.AddInitScriptAsync(CountClicks);
    }

    public async ValueTask DisposeAsync()
    {
        if (_window is null)
            return;
        Assert.Empty(_window.Wrong);
        await _window.DisposeAsync();
    }

    private static bool IsNear(DemoEvent e) => e.Source == Incident.Source || e.Subject == Incident.Subject;

    private static int Number(string text) => int.Parse(text.TrimEnd('%', ' '), CultureInfo.InvariantCulture);

    private async Task OpenIncidentAsync()
    {
        await _window.Page.GotoAsync($"/events/{Incident.Id}?source={Incident.Source}");
        await Expect(Event.Ranked.First).ToBeVisibleAsync();
        await _window.WhenDrawnAsync();
    }

    [GeneratedRegex("([0-9]+) of ([0-9]+)")]
    private static partial Regex PointsOf();

    [GeneratedRegex("demo-[0-9]{8}-[0-9]{4}")]
    private static partial Regex IdIn();
}
