using System.Text.Json;

namespace OpsTrails.Functions.Smoke;

internal static class EventChecks
{
    public const string NoKey = "no key can record";

    public static SmokeCheck[] All { get; } =
    [
        new(
            "the webhook handshake works",
            "Let OPTIONS requests reach OpsTrails. CORS settings of the platform may answer them instead.",
            HandshakeAsync
        ),
        new("an event is recorded", "Storage fails. Check the log, and /health with an ADMIN key.", RecordAsync),
        new("a repeated event is recorded once", "Storage loses writes. Check the log.", RepeatAsync),
        new("the event can be read", "Derived rows are not written. Check the backlog at /health.", ReadAsync),
        new("the event is listed", "Derived rows are not written. Check the backlog at /health.", ListAsync),
    ];

    private static async Task<Finding> HandshakeAsync(SmokeRun run, CancellationToken cancel)
    {
        var answer = await run.SendAsync(
            HttpMethod.Options,
            "/api/v1/events",
            null,
            cancel,
            null,
            "WebHook-Request-Origin: smoke.example.com"
        );
        return Finding.Of(
            answer.Unless(200),
            answer.Headers.GetValueOrDefault("WebHook-Allowed-Origin") == "smoke.example.com" ? null : "WebHook-Allowed-Origin is missing."
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
                return Finding.Of(answer.Unless(200), IdOf(answer.Data) == id ? null : "The answer has a different event.");
            }
        );

    private static Task<Finding> ReadAsync(SmokeRun run, CancellationToken cancel) =>
        WithRecordedAsync(
            run,
            async id =>
            {
                var answer = await run.GetAsync("/api/v1/events/" + id, run.Writer!.Secret, cancel);
                return Finding.Of(answer.Unless(200), IdOf(answer.Data) == id ? null : "The answer has a different event.");
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
                        : "The event is not listed among those of the last hour."
                );
            }
        );

    public static string? IdOf(JsonElement? e) =>
        e is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("id", out var id) ? id.GetString() : null;

    private static async Task<Finding> WithRecordedAsync(SmokeRun run, Func<string, Task<Finding>> look) =>
        run.RecordedId is { } id ? await look(id) : Finding.Skipped("no event was recorded");
}
