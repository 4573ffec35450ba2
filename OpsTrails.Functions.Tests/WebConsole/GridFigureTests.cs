using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;
using OpsTrails.Functions.Tests.Fixtures;

namespace OpsTrails.Functions.Tests.WebConsole;

/// <summary>
/// Opens a grid of 60 systems in 12 environments. How long tasks and frames take is told, not judged: that is of the machine. What is
/// judged is counted: the cells that are drawn, and the storage requests that it takes.
/// </summary>
[Collection(ConsoleBrowser.Journeys)]
public sealed class GridFigureTests(ConsoleBrowser browser, LargeGrid large, ITestOutputHelper output) : IClassFixture<LargeGrid>
{
    private const int Openings = 5;
    private const int Cells = 60 * 12;
    private const int Comparisons = 8;
    private const int LookAlikes = 2;

    // Notes the frames from the first one on, and marks when the first rows, all rows and the marks of the comparisons had been painted:
    // the next task after an animation frame runs when that frame has been.
    private const string NoteFrames = """
        (() => {
          const noted = (window.noted = { frames: [], long: [] });
          const note = (name) => {
            performance.mark(name);
            noted[name] = performance.now();
          };
          const afterPaint = (name) => requestAnimationFrame(() => setTimeout(() => note(name)));
          performance.mark("opened");
          const observer = new PerformanceObserver((list) => noted.long.push(...list.getEntries().map((entry) => entry.duration)));
          observer.observe({ type: "long-animation-frame", buffered: true });
          let last = 0;
          const frame = (now) => {
            if (last) noted.frames.push(now - last);
            last = now;
            if (!noted["compared"]) requestAnimationFrame(frame);
          };
          requestAnimationFrame(frame);
          const seen = {};
          const once = (name, is) => { if (!seen[name] && is) { seen[name] = true; afterPaint(name); } };
          new MutationObserver(() => {
            const cells = document.getElementsByClassName("cell-button").length;
            once("firstRows", cells > 0);
            once("allRows", cells === 720);
            once("compared", cells === 720 && document.getElementsByClassName("skipped").length > 1 );
          }).observe(document, { childList: true, subtree: true });
        })();
        """;

    [Fact]
    public async Task All_720_cells_are_drawn_and_how_long_tasks_and_frames_take_is_told()
    {
        for (var opening = 0; opening < Openings; opening++)
        {
            await using var window = await browser.SignInAsync(
                large.App,
                new BrowserNewContextOptions { ReducedMotion = ReducedMotion.NoPreference }
            );
            await window.Page.AddInitScriptAsync(NoteFrames);
            var trace = await BrowserTrace.StartAsync(window.Page);

            await window.Page.GotoAsync("/grid");
            await window.Page.WaitForFunctionAsync("() => window.noted.compared");

            var noted = JsonSerializer.Deserialize<Noted>(
                await window.Page.EvaluateAsync<string>("() => JSON.stringify(window.noted)"),
                JsonSerializerOptions.Web
            )!;
            var tasks = await trace.EndAsync("opened", "compared");
            var longest = tasks.Take(4).Select(task => $"{task.Milliseconds:F0} (on a processor {task.Processor:F0}; {task.LongestPart})");
            var frames = noted.Long.OrderDescending().Select(frame => frame.ToString("F0", CultureInfo.InvariantCulture));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Grid of {Cells} cells, ms from navigation: first rows painted {noted.FirstRows:F0}, all rows {noted.AllRows:F0}, "
                        + $"all marks {noted.Compared:F0}; tasks: {string.Join(", ", longest)}; "
                        + $"most of any on a processor {tasks.Select(task => task.Processor).DefaultIfEmpty().Max():F0}; "
                        + $"longest frame {noted.Frames.DefaultIfEmpty().Max():F0}; long animation frames {string.Join(", ", frames)}."
                )
            );
            Assert.Equal(Cells, await window.Grid.Cells.CountAsync());
            Assert.Equal(LargeGrid.Systems, await window.Grid.RowHeaders.CountAsync());
            Assert.Empty(window.Wrong);
        }
    }

    [Fact]
    public async Task Opening_it_takes_three_storage_requests_two_for_look_alikes_and_one_for_each_comparison()
    {
        await using var window = await browser.SignInAsync(
            large.App,
            new BrowserNewContextOptions { ReducedMotion = ReducedMotion.NoPreference }
        );
        await window.Grid.WhenMarkedAsync();
        var asked = new ConcurrentQueue<string>();
        window.Page.Request += (_, request) => asked.Enqueue(new Uri(request.Url).AbsolutePath);
        using var requests = new StorageRequests(large.App);
        var lookAlikes = window.Page.WaitForResponseAsync("**/api/v1/look-alikes");

        await window.Grid.OpenAsync();
        await lookAlikes;

        Assert.Equal((1, Comparisons), (asked.Count(path => path == "/api/v1/grid"), asked.Count(path => path == "/api/v1/diff")));

        // The header counts incidents. The names of environments and of systems are compared.
        // Who asks, and the settings, are read again every few seconds; the stream reads where the feed ends.
        Assert.Equal(
            $"cells query {1 + LookAlikes + Comparisons}, incidents query 3, timeline query 1",
            requests.ListingWithout("ledger", "people", "settings")
        );
    }

    private sealed record Noted(
        IReadOnlyList<double> Frames,
        IReadOnlyList<double> Long,
        double FirstRows,
        double AllRows,
        double Compared
    );
}
