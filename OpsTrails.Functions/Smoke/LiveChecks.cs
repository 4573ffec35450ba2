using System.Globalization;
using System.Text.Json;

namespace OpsTrails.Functions.Smoke;

internal static class LiveChecks
{
    private const string Buffered =
        "Something buffers answers. host.json needs enableProxyingHttpRequest, and a proxy in front must not buffer.";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly string Filter = "source=" + System.Uri.EscapeDataString(SmokeRun.Source);

    public static SmokeCheck[] All { get; } =
    [
        new("a stream starts at once and delivers an event", Buffered, StreamAsync),
        new(
            "a stream resumes without a gap",
            "Let the header Last-Event-ID pass. If it does, the feed is behind: check /health.",
            ResumeAsync
        ),
        new("a long poll delivers an event", "The feed is behind. Check the log and /health.", PollAsync),
    ];

    private static async Task<Finding> StreamAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Writer is null)
            return Finding.Skipped(EventChecks.NoKey);
        using var stream = await SmokeStream.OpenAsync(run, "/api/v1/events/stream?" + Filter, null, cancel);
        if (stream.Problem is { } problem)
            return Finding.Failed(problem);
        var id = run.NewId();
        if ((await run.RecordAsync(id, cancel)).Unless(201) is { } wrong)
            return Finding.Failed("Recording the event: " + wrong);
        var (first, at) = await stream.NextEventAsync(cancel);
        run.LeftAt = at;
        return Finding.Of(
            first == id ? null
            : first is null ? Late(run)
            : "The stream delivered a different event."
        );
    }

    private static async Task<Finding> ResumeAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.LeftAt is not { } left)
            return Finding.Skipped("no stream delivered an event");
        var id = run.NewId();
        if ((await run.RecordAsync(id, cancel)).Unless(201) is { } wrong)
            return Finding.Failed("Recording the event: " + wrong);

        // An event enters the feed after its answer. Wait until it is there, so that a stream that ignores Last-Event-ID misses it.
        if (await FollowAsync(run, left, id, cancel) is { } late)
            return Finding.Failed(late);
        using var stream = await SmokeStream.OpenAsync(run, "/api/v1/events/stream?" + Filter, left, cancel);
        if (stream.Problem is { } problem)
            return Finding.Failed(problem);
        var (first, _) = await stream.NextEventAsync(cancel);
        return Finding.Of(
            first == id ? null
            : first is null ? Late(run)
            : "The stream repeated an event or skipped one."
        );
    }

    private static async Task<Finding> PollAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Writer is null)
            return Finding.Skipped(EventChecks.NoKey);
        var begun = await run.GetAsync($"/api/v1/events?after=now&limit=1&{Filter}", run.Writer.Secret, cancel);
        if (begun.Unless(200) is { } wrong)
            return Finding.Failed(wrong);
        var id = run.NewId();
        var following = FollowAsync(run, begun.NextCursor, id, cancel);
        var recorded = await run.RecordAsync(id, cancel);
        var problem = await following;
        return Finding.Of(recorded.Unless(201) is { } failed ? "Recording the event: " + failed : null, problem);
    }

    /// <summary>Long-polls from a cursor until an event arrives.</summary>
    /// <returns>The problem; null when the event arrived.</returns>
    private static async Task<string?> FollowAsync(SmokeRun run, string? from, string id, CancellationToken cancel)
    {
        var wait = Math.Max(1, (int)run.Timeouts.Event.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var began = run.Clock.GetTimestamp();
        while (from is not null && run.Clock.GetElapsedTime(began) < run.Timeouts.Event)
        {
            var answer = await run.GetAsync(
                $"/api/v1/events?after={System.Uri.EscapeDataString(from)}&wait={wait}&{Filter}",
                run.Writer!.Secret,
                cancel
            );
            if (answer.Unless(200) is { } wrong)
                return wrong;
            if (answer.Data is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().Any(e => EventChecks.IdOf(e) == id))
                return null;
            from = answer.NextCursor;
            await Task.Delay(Pause, run.Clock, cancel);
        }
        return Late(run);
    }

    private static string Late(SmokeRun run) =>
        string.Create(CultureInfo.InvariantCulture, $"The event did not arrive within {run.Timeouts.Event.TotalSeconds:0} s.");
}
