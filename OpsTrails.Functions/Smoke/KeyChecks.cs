using System.Globalization;
using System.Text.Json;

namespace OpsTrails.Functions.Smoke;

/// <summary>Authentication. Keys created here expire after a few minutes, in case the run ends before it revokes them.</summary>
internal static class KeyChecks
{
    private const string NotMade = "the given key can't create keys";

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static SmokeCheck[] First { get; } =
    [
        new("an unknown key is rejected", "Something in front of OpsTrails answers.", WrongAsync),
        new(
            "the given key works",
            "Check that the key is complete, belongs to this installation, and is neither expired nor revoked. It needs scope "
                + "READ_WRITE or ADMIN.",
            GivenAsync
        ),
        new(
            "an insufficient scope is rejected",
            "This is a security problem. Take the installation off the network and report it.",
            ScopeAsync
        ),
    ];

    public static SmokeCheck[] Last { get; } =
    [
        new(
            "a revoked key stops working",
            "An instance still accepts the key. Restart the app, and check its log for failing storage.",
            RevokedAsync
        ),
        new(
            "created keys are revoked",
            "Revoke the keys named 'smoke' in the console, or wait: they expire 15 minutes after their creation.",
            CleanUpAsync
        ),
    ];

    private static async Task<Finding> WrongAsync(SmokeRun run, CancellationToken cancel) =>
        Finding.Of(
            (await run.GetAsync("/api/v1/events", "ot_not-a-key", cancel)).UnlessError(401, "UNAUTHORIZED"),
            (await run.GetAsync("/api/v1/events", null, cancel)).UnlessError(401, "UNAUTHORIZED")
        );

    private static async Task<Finding> GivenAsync(SmokeRun run, CancellationToken cancel)
    {
        var managing = await run.GetAsync("/api/v1/keys", run.Key, cancel);
        if (managing.Status == 403)
        {
            // Recording shows later whether the key can record.
            run.Writer = new MadeKey(null, run.Key);
            return Finding.Of((await run.GetAsync("/api/v1/events?limit=1", run.Key, cancel)).Unless(200));
        }
        if (managing.Unless(200) is { } wrong)
            return Finding.Failed(wrong);
        run.Writer = await MakeAsync(run, "READ_WRITE", cancel);
        run.Reader = await MakeAsync(run, "READ_ONLY", cancel);
        return Finding.Of(run.Writer is null || run.Reader is null ? "Keys could not be created." : null);
    }

    private static async Task<Finding> ScopeAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Reader is { } reader)
            return Finding.Of(
                (
                    await run.SendAsync(HttpMethod.Post, "/api/v1/events", reader.Secret, cancel, SmokeRun.EventJson(run.NewId()))
                ).UnlessError(403, "FORBIDDEN")
            );
        return run.Writer is { } writer
            ? Finding.Of((await run.GetAsync("/api/v1/keys", writer.Secret, cancel)).UnlessError(403, "FORBIDDEN"))
            : Finding.Skipped(NotMade);
    }

    private static async Task<Finding> RevokedAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Reader is not { Id: { } id } reader)
            return Finding.Skipped(NotMade);
        if ((await run.GetAsync("/api/v1/events?limit=1", reader.Secret, cancel)).Unless(200) is { } unusable)
            return Finding.Failed("Before it was revoked: " + unusable);
        var revoked = await RevokeAsync(run, id, cancel);
        var since = run.Clock.GetTimestamp();
        while (revoked is null)
        {
            var answer = await run.GetAsync("/api/v1/events?limit=1", reader.Secret, cancel);
            if (answer.Status == 401)
                return Finding.Ok;
            if (run.Clock.GetElapsedTime(since) > run.Timeouts.Revoked)
                return Finding.Failed(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The key still works {run.Timeouts.Revoked.TotalSeconds:0} s after it was revoked."
                    )
                );
            await Task.Delay(Pause, run.Clock, cancel);
        }
        return Finding.Failed(revoked);
    }

    private static async Task<Finding> CleanUpAsync(SmokeRun run, CancellationToken cancel)
    {
        var problems = new List<string?>();
        foreach (var id in run.MadeKeys.ToList())
            problems.Add(await RevokeAsync(run, id, cancel));
        return Finding.Of(problems);
    }

    private static async Task<MadeKey?> MakeAsync(SmokeRun run, string scope, CancellationToken cancel)
    {
        var expires = (run.Clock.GetUtcNow() + Lifetime).ToString("O", CultureInfo.InvariantCulture);
        var made = await run.SendAsync(
            HttpMethod.Post,
            "/api/v1/keys",
            run.Key,
            cancel,
            JsonSerializer.Serialize(
                new
                {
                    name = "smoke",
                    scope,
                    expiresAt = expires,
                }
            )
        );
        if (made.Status != 201 || made.Data is not { } data)
            return null;
        var key = new MadeKey(data.GetProperty("id").GetString()!, data.GetProperty("key").GetString()!);
        run.MadeKeys.Add(key.Id!);
        return key;
    }

    private static async Task<string?> RevokeAsync(SmokeRun run, string id, CancellationToken cancel)
    {
        var problem = (await run.SendAsync(HttpMethod.Delete, "/api/v1/keys/" + id, run.Key, cancel)).Unless(200);
        if (problem is null)
            run.MadeKeys.Remove(id);
        return problem;
    }
}
