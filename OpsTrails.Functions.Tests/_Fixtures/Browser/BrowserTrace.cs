using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>
/// What the browser itself writes down while a page works: the tasks of the thread that runs scripts, lays out and paints.
/// </summary>
internal sealed class BrowserTrace
{
    private static readonly FrozenSet<string> Parts = FrozenSet.Create(
        "FunctionCall",
        "FireAnimationFrame",
        "TimerFire",
        "RunMicrotasks",
        "EvaluateScript",
        "v8.compileModule",
        "UpdateLayoutTree",
        "Layout",
        "PrePaint",
        "Paint",
        "Layerize",
        "Commit",
        "ParseHTML",
        "MinorGC",
        "MajorGC"
    );

    private readonly ICDPSession _browser;
    private readonly List<JsonElement> _events = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BrowserTrace(ICDPSession browser)
    {
        _browser = browser;
        browser.Event("Tracing.dataCollected").OnEvent += (_, data) =>
            _events.AddRange(data!.Value.GetProperty("value").EnumerateArray().Select(e => e.Clone()));
        browser.Event("Tracing.tracingComplete").OnEvent += (_, _) => _complete.TrySetResult();
    }

    public static async Task<BrowserTrace> StartAsync(IPage page)
    {
        var trace = new BrowserTrace(await page.Context.NewCDPSessionAsync(page));
        await trace._browser.SendAsync(
            "Tracing.start",
            new Dictionary<string, object>
            {
                ["transferMode"] = "ReportEvents",
                ["traceConfig"] = new
                {
                    recordMode = "recordAsMuchAsPossible",
                    includedCategories = (string[])
                        ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel", "blink.user_timing", "__metadata"],
                },
            }
        );
        return trace;
    }

    /// <summary>
    /// The tasks of the page's main thread between two marks of the page, in milliseconds, the longest first, each with its longest part.
    /// </summary>
    public async Task<IReadOnlyList<TracedTask>> EndAsync(string fromMark, string toMark)
    {
        await _browser.SendAsync("Tracing.end");
        await _complete.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);

        var (from, to) = (Mark(fromMark), Mark(toMark));
        var onThread = _events.Where(e => Thread(e) == Thread(to) && e.TryGetProperty("dur", out _)).ToList();
        return
        [
            .. onThread
                .Where(e => Name(e) == "RunTask" && Start(e) + Duration(e) > Start(from) && Start(e) < Start(to))
                .Select(task => new TracedTask(Duration(task), Processor(task), LongestPartOf(task, onThread)))
                .OrderByDescending(task => task.Milliseconds),
        ];
    }

    private static string LongestPartOf(JsonElement task, List<JsonElement> onThread)
    {
        var parts = onThread
            .Where(part => Parts.Contains(Name(part)) && Start(part) >= Start(task) && Start(part) < Start(task) + Duration(task))
            .OrderByDescending(Duration)
            .ToList();
        return parts.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Name(parts[0])} {Duration(parts[0]):F0}");
    }

    private JsonElement Mark(string name) =>
        _events.First(e => Name(e) == name && e.GetProperty("cat").GetString()!.Contains("user_timing", StringComparison.Ordinal));

    private static (int Process, int Thread) Thread(JsonElement e) => (e.GetProperty("pid").GetInt32(), e.GetProperty("tid").GetInt32());

    private static string Name(JsonElement e) => e.GetProperty("name").GetString()!;

    private static double Start(JsonElement e) => e.GetProperty("ts").GetDouble() / 1_000;

    private static double Processor(JsonElement e) =>
        e.TryGetProperty("tdur", out var microseconds) ? microseconds.GetDouble() / 1_000 : double.NaN;

    private static double Duration(JsonElement e) => e.GetProperty("dur").GetDouble() / 1_000;
}

/// <param name="Milliseconds">How long it held the thread.</param>
/// <param name="Processor">How much of that the thread had a processor.</param>
/// <param name="LongestPart">What of it took longest, with its milliseconds.</param>
internal readonly record struct TracedTask(double Milliseconds, double Processor, string LongestPart);
