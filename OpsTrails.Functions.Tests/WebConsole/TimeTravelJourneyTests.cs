using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using OpsTrails.Core.Demo;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Before the hotfix and back. What the cells show at a moment is held against the events of the month, played up to it.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class TimeTravelJourneyTests(ConsoleBrowser browser, McpDemo demo) : IClassFixture<McpDemo>, IAsyncLifetime
{
    private ConsoleWindow _window = null!;

    private GridPage Grid => _window.Grid;

    private static DemoEvent Hotfix => PlayedMonth.Hotfix;

    [Fact]
    public async Task The_slider_goes_to_before_the_hotfix_and_back_to_now()
    {
        await Grid.OpenAsync();
        var bar = (await Grid.Slider.BoundingBoxAsync())!;
        var first = McpDemo.Month[0].Time;
        var share = (float)((Hotfix.Time.AddHours(-6) - first) / (McpDemo.Now - first));

        await _window.Page.Mouse.MoveAsync(bar.X + bar.Width - 8, bar.Y + (bar.Height / 2));
        await _window.Page.Mouse.DownAsync();
        await _window.Page.Mouse.MoveAsync(bar.X + 8 + ((bar.Width - 16) * share), bar.Y + (bar.Height / 2), new() { Steps = 8 });
        await _window.Page.Mouse.UpAsync();

        // Who drags slowly is shown moments on the way.
        await Expect(_window.Page).ToHaveURLAsync(new Regex($"at={Hotfix.Time.UtcDateTime:yyyy-MM-dd}T(0[89]|1[0-8])"));
        var moment = await Grid.WhenTravelledAsync();
        await AssertShownAsync(moment);
        await Grid.BackToNow.ClickAsync();
        await Expect(Grid.AsOf).ToHaveTextAsync("now");
        await Grid.WhenMarkedAsync();
        await AssertShownAsync(McpDemo.Now);
    }

    [Fact]
    public async Task The_keys_of_the_slider_go_to_before_the_hotfix_and_to_after_it_and_back_to_now()
    {
        await Grid.OpenAsync();
        await Grid.Slider.FocusAsync();

        var before = await StepAsync("ArrowLeft", moment => moment < Hotfix.Time);
        Assert.InRange(Hotfix.Time - before, TimeSpan.Zero, TimeSpan.FromHours(1));
        await AssertShownAsync(before);
        Assert.DoesNotContain(PlayedMonth.Line(Hotfix.Source, Hotfix.Subject, Hotfix.Version), PlayedMonth.LinesOf(await Grid.ReadAsync()));
        var after = await StepAsync("ArrowRight", moment => moment > Hotfix.Time);
        await AssertShownAsync(after);
        Assert.Contains(PlayedMonth.Line(Hotfix.Source, Hotfix.Subject, Hotfix.Version), PlayedMonth.LinesOf(await Grid.ReadAsync()));

        await _window.Page.Keyboard.PressAsync("End");
        await Expect(_window.Page).Not.ToHaveURLAsync(new Regex("at="));
        await Expect(Grid.AsOf).ToHaveTextAsync("now");
        await Grid.WhenMarkedAsync();
        await AssertShownAsync(McpDemo.Now);
    }

    // It went back to where the last grid was, and the next key led on from there.
    [Fact]
    public async Task The_thumb_of_the_slider_stays_where_it_was_put_while_the_grid_is_on_its_way()
    {
        await Grid.OpenAsync();
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _window.Page.RouteAsync(
            "**/api/v1/grid?at=*",
            async route =>
            {
                await goOn.Task;
                await route.ContinueAsync();
            }
        );
        await Grid.Slider.FocusAsync();
        var now = int.Parse(await Grid.Slider.InputValueAsync(), CultureInfo.InvariantCulture);

        foreach (var back in (int[])[1, 2])
        {
            await _window.Page.Keyboard.PressAsync("ArrowLeft");
            await Expect(_window.Page)
                .ToHaveURLAsync(
                    new Regex($"at={McpDemo.Now.AddHours(-back).UtcDateTime:yyyy-MM-dd}T{McpDemo.Now.AddHours(-back).UtcDateTime:HH}")
                );
            await Expect(Grid.Slider).ToHaveValueAsync((now - back).ToString(CultureInfo.InvariantCulture));
        }

        goOn.SetResult();
        await AssertShownAsync(await Grid.WhenTravelledAsync());
    }

    [Fact]
    public async Task Back_and_forward_and_loading_anew_keep_the_moment()
    {
        await Grid.OpenAsync();
        await Grid.Slider.FocusAsync();
        var moment = await StepAsync("PageDown", moment => moment < Hotfix.Time);

        await _window.Page.ReloadAsync();
        Assert.Equal(moment, await Grid.WhenTravelledAsync());
        await AssertShownAsync(moment);
        await _window.Page.GoBackAsync();
        await Expect(Grid.AsOf).ToHaveTextAsync("now");
        await Grid.WhenMarkedAsync();
        await AssertShownAsync(McpDemo.Now);
        await _window.Page.GoForwardAsync();
        Assert.Equal(moment, await Grid.WhenTravelledAsync());
        await AssertShownAsync(moment);
    }

    [Fact]
    public async Task An_event_leads_to_the_grid_right_before_it_to_the_millisecond()
    {
        await _window.Page.GotoAsync($"/events/{Hotfix.Id}?source={Hotfix.Source}");
        await _window.Page.GetByRole(AriaRole.Link, new() { Name = "Grid just before" }).ClickAsync();

        var moment = await Grid.WhenTravelledAsync();
        Assert.InRange(Hotfix.Time - moment, TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(2));
        await AssertShownAsync(moment);
        await _window.Page.GoBackAsync();
        await Expect(_window.Event.Heading).ToContainTextAsync(Hotfix.Version!);
    }

    [Fact]
    public async Task Before_the_first_event_there_is_nothing_and_a_way_back_and_no_moment_is_said_to_be_none()
    {
        await _window.Page.GotoAsync("/grid?at=2026-01-01T00:00:00Z");
        await Expect(_window.Page.GetByText("No events before this time")).ToBeVisibleAsync();
        await _window.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Back to now" }).First.ClickAsync();
        await Grid.WhenMarkedAsync();
        await AssertShownAsync(McpDemo.Now);
        Assert.Empty(_window.Wrong);

        await _window.Page.GotoAsync("/grid?at=yesterday-ish");

        await Expect(_window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("yesterday-ish");
        await Expect(Grid.Table).ToHaveCountAsync(0);
    }

    public async ValueTask InitializeAsync() => _window = await browser.OpenOnDemoAsync(demo.App, ColorScheme.Light, 1280);

    public async ValueTask DisposeAsync()
    {
        if (_window is not null)
            await _window.DisposeAsync();
    }

    /// <summary>Presses a key until what the slider says of itself is as wanted, and waits for the grid of that moment.</summary>
    private async Task<DateTimeOffset> StepAsync(string key, Func<DateTimeOffset, bool> isWanted)
    {
        for (var presses = 0; presses < 400; presses++)
        {
            await _window.Page.Keyboard.PressAsync(key);
            var said = await Grid.Slider.GetAttributeAsync("aria-valuetext");
            if (said == "now" || !isWanted(DateTimeOffset.ParseExact(said!, "yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture)))
                continue;
            var moment = DateTimeOffset.ParseExact(said!, "yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture);
            await Expect(_window.Page)
                .ToHaveURLAsync(
                    new Regex(
                        Regex.Escape(
                            Uri.EscapeDataString(moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
                        )
                    )
                );
            return await Grid.WhenTravelledAsync();
        }
        throw new InvalidOperationException($"{key} does not lead there.");
    }

    private async Task AssertShownAsync(DateTimeOffset moment) =>
        Assert.Equal(PlayedMonth.VersionsAt(moment), PlayedMonth.LinesOf(await Grid.ReadAsync()));
}
