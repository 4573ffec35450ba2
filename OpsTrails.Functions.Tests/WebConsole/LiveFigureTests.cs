using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;
using static Microsoft.Playwright.Assertions;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>Measures waiting times. The figures are printed, not asserted: they depend on the machine.</summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class LiveFigureTests(ConsoleBrowser browser, ITestOutputHelper output)
{
    private const int Count = 60;

    // A frame has been painted when the next task after its animation frame runs.
    private const string NotePaints = """
        () => {
          const painted = (window.painted = {});
          const note = (row) => {
            const name = row.querySelector(".description-cell")?.textContent;
            if (!name || name in painted) return;
            painted[name] = 0;
            requestAnimationFrame(() => setTimeout(() => (painted[name] = Date.now())));
          };
          const observer = new MutationObserver(() => document.querySelectorAll("[role=feed] > article").forEach(note));
          observer.observe(document.body, { childList: true, subtree: true, characterData: true });
        }
        """;

    [Fact]
    public async Task Every_event_is_painted_once_and_how_long_after_its_answer_is_told()
    {
        await using var app = await TestApp.StartAsync();
        using var pipeline = await Pipeline.OfAsync(app);
        await SendAsync(pipeline, "before");
        await using var window = await browser.SignInAsync(
            app,
            new BrowserNewContextOptions
            {
                ReducedMotion = ReducedMotion.NoPreference,
                ViewportSize = new() { Width = 1280, Height = 3_000 },
            }
        );
        await window.Events.OpenAsync();
        await window.Events.WhenLiveAsync();
        await window.Page.EvaluateAsync(NotePaints);

        var answered = new Dictionary<string, long>();
        for (var i = 0; i < Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"event {i}");
            await SendAsync(pipeline, name);
            answered[name] = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

            // Not in step with anything: neither with frames nor with the server's rounds.
            await Task.Delay(TimeSpan.FromMilliseconds(40 + (i * 7 % 60)), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        await Expect(window.Events.Rows).ToHaveCountAsync(Count + 1);
        await window.Page.WaitForFunctionAsync("count => Object.values(window.painted).filter((at) => at > 0).length >= count", Count + 1);

        var painted = JsonSerializer.Deserialize<Dictionary<string, long>>(
            await window.Page.EvaluateAsync<string>("() => JSON.stringify(window.painted)")
        )!;
        var waits = answered.Select(pair => painted[pair.Key] - pair.Value).Order().ToList();
        output.WriteLine(
            $"From the answer to a POST to its row on the screen, {Count} events, ms: median {waits[Count / 2]}, p90 "
                + $"{waits[Count * 9 / 10]}, p99 {waits[Count * 99 / 100]}, most {waits[^1]}, least {waits[0]} (negative: painted "
                + "before the answer was read)."
        );
        var shown = await window.Events.Rows.Locator(".description-cell").AllInnerTextsAsync();
        Assert.Equal(answered.Keys.Reverse().Append("before"), shown);
        Assert.Empty(window.Wrong);
    }

    private static Task<long> SendAsync(Pipeline pipeline, string name) =>
        pipeline.SendAsync(name, "deployment", "BE", "STAGING", description: name);
}
