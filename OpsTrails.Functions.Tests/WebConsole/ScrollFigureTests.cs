using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>
/// Scrolls through a long list and measures the frames. The figures are printed, not asserted: they depend on the machine.
/// </summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class ScrollFigureTests(ConsoleBrowser browser, ITestOutputHelper output)
{
    private const int Count = 10_000;

    // Moves by less than what is in the document beyond the window, each frame, until the list says that it ends; notes which rows it met.
    // A list that brings nothing new for a minute has come to a stop; how long it takes as a whole is of the machine.
    private const string ScrollToTheEnd = """
        async () => {
          const met = new Set();
          const frames = [];
          const long = [];
          const observer = new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration)));
          observer.observe({ type: "long-animation-frame" });
          const began = performance.now();
          let last = began;
          let grown = began;
          while (last - grown < 60_000) {
            const now = await new Promise(requestAnimationFrame);
            frames.push(now - last);
            last = now;
            const before = met.size;
            for (const cell of document.querySelectorAll("[role=feed] .description-cell")) met.add(cell.textContent);
            if (met.size > before) grown = now;
            const top = scrollY;
            scrollBy(0, 560);
            if (scrollY === top && document.querySelector(".list-end")?.textContent.includes("These are all")) break;
          }
          observer.disconnect();
          const took = performance.now() - began;
          const rows = document.querySelectorAll("[role=feed] > article").length;
          return JSON.stringify({ met: met.size, frames: frames.slice(1), long, took, rows });
        }
        """;

    [Fact]
    public async Task Every_one_of_10_000_events_is_reached_by_scrolling_and_how_long_frames_take_is_told()
    {
        await using var app = await TestApp.StartAsync();
        var now = TimeProvider.System.GetUtcNow().UtcTicks;
        await app.RecordAsync([.. Enumerable.Range(0, Count).Select(i => EventAt(now - (i * 30 * TimeSpan.TicksPerSecond), i))]);
        await using var window = await browser.SignInAsync(
            app,
            new BrowserNewContextOptions { ReducedMotion = ReducedMotion.NoPreference }
        );
        await window.Events.OpenAsync();
        await Expect(window.Events.Total).ToHaveTextAsync("10,000 events");

        var measured = JsonSerializer.Deserialize<Scrolled>(
            await window.Page.EvaluateAsync<string>(ScrollToTheEnd),
            JsonSerializerOptions.Web
        )!;

        var frames = measured.Frames.Order().ToList();
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Count} events scrolled in {measured.Took / 1000:F1} s, {frames.Count} frames, ms: median "
                    + $"{frames[frames.Count / 2]:F1}, p99 {frames[frames.Count * 99 / 100]:F1}, longest {frames[^1]:F1}; over 50 ms: "
                    + $"{frames.Count(frame => frame > 50)}; long animation frames: "
                    + $"{measured.Long.Count}{(measured.Long.Count > 0 ? $", longest {measured.Long.Max():F0}" : "")}; rows in the "
                    + $"document at the end: {measured.Rows}."
            )
        );
        Assert.Equal(Count, measured.Met);
        Assert.InRange(measured.Rows, 1, 100);
        Assert.Empty(window.Wrong);
    }

    private static string EventAt(long ticks, int number)
    {
        var name = number.ToString(CultureInfo.InvariantCulture);
        return RecordedEvents.Json(
            name,
            RecordedEvents.TimeText(ticks),
            ((string[])["BE", "FE", "DB", "PAY"])[number % 4],
            number % 3 == 0 ? "PRODUCTION" : "STAGING",
            number % 10 == 0 ? "rollback" : "deployment",
            version: "1." + name,
            description: "event " + name
        );
    }

    private sealed record Scrolled(int Met, IReadOnlyList<double> Frames, IReadOnlyList<double> Long, double Took, int Rows);
}
