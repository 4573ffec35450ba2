using System.Text.Json;

namespace OpsTrails.Functions.Smoke;

/// <summary>Recording and reading back.</summary>
internal static class EventChecks
{
    public const string NoKey = "there is no key that may record";

    public static SmokeCheck[] All { get; } =
    [
        new(
            "a sender of webhooks may ask to deliver",
            "Let OPTIONS requests pass to the program; CORS settings of the platform may be what answers them.",
            HandshakeAsync
        ),
        new("an event is recorded", "Look at /health with an ADMIN key and at the log: storage refuses or fails.", RecordAsync),
        new("the same event is recorded once", "Storage does not keep what was written; look at the log.", RepeatAsync),
        new("it is read back", "Derived rows are not written; look at the backlog at /health.", ReadAsync),
        new("it is listed", "Derived rows are not written; look at the backlog at /health.", ListAsync),
    ];

    private static async Task<Finding> HandshakeAsync(SmokeRun run, CancellationToken cancel)
    {
        var answer = await run.AskAsync(
            HttpMethod.Options,
            "/api/v1/events",
            null,
            cancel,
            null,
            "WebHook-Request-Origin: smoke.example.com"
        );
        return Finding.Of(
            answer.Unless(200),
            answer.Headers.GetValueOrDefault("WebHook-Allowed-Origin") == "smoke.example.com" ? null : "The sender is not told that it may."
        );
    }

    private static async Task<Finding> RecordAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Writer is null)
            return Finding.Skipped(NoKey);
        var id = run.NewId();
        var answer = await run.RecordAsync(id, cancel);
        if (answer.Unless(201) is { } wrong)
            return Finding.Failed(wrong);
        run.RecordedId = id;
        return Finding.Ok;
    }

    private static Task<Finding> RepeatAsync(SmokeRun run, CancellationToken cancel) =>
        WithRecordedAsync(
            run,
            async id =>
            {
                var answer = await run.RecordAsync(id, cancel);
                return Finding.Of(answer.Unless(200), IdOf(answer.Data) == id ? null : "Another event came back.");
            }
        );

    private static Task<Finding> ReadAsync(SmokeRun run, CancellationToken cancel) =>
        WithRecordedAsync(
            run,
            async id =>
            {
                var answer = await run.GetAsync("/api/v1/events/" + id, run.Writer!.Secret, cancel);
                return Finding.Of(answer.Unless(200), IdOf(answer.Data) == id ? null : "Another event came back.");
            }
        );

    private static Task<Finding> ListAsync(SmokeRun run, CancellationToken cancel) =>
        WithRecordedAsync(
            run,
            async id =>
            {
                var answer = await run.GetAsync(
                    "/api/v1/events?from=-1h&limit=100&source=" + System.Uri.EscapeDataString(SmokeRun.Source),
                    run.Writer!.Secret,
                    cancel
                );
                return Finding.Of(
                    answer.Unless(200),
                    answer.Data is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().Any(e => IdOf(e) == id)
                        ? null
                        : "It is not among the events of the last hour."
                );
            }
        );

    public static string? IdOf(JsonElement? e) =>
        e is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("id", out var id) ? id.GetString() : null;

    private static async Task<Finding> WithRecordedAsync(SmokeRun run, Func<string, Task<Finding>> look) =>
        run.RecordedId is { } id ? await look(id) : Finding.Skipped("no event was recorded");
}
