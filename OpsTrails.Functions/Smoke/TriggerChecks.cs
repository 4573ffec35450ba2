namespace OpsTrails.Functions.Smoke;

/// <summary>Timer functions must not be reachable over HTTP, however the path is spelled.</summary>
internal static class TriggerChecks
{
    private const string Invocation = """{"Data":{"timer":{"IsPastDue":false}},"Metadata":{}}""";

    private static readonly string[] Paths =
    [
        "/sweep",
        "/retention",
        "/SWEEP",
        "/sweep/",
        "//sweep",
        "/%73weep",
        "/api/..%2Fsweep",
        "/./sweep",
        "/admin/functions/sweep",
        "/admin/functions/retention",
    ];

    private static readonly string[][] Forgeries =
    [
        [],
        [
            "X-Azure-Functions-InvocationId: 00000000-0000-0000-0000-000000000000",
            "X-Azure-Functions-HostVersion: 4.0.0.0",
            "User-Agent: Azure-Functions-Host/4.0.0.0",
        ],
        [
            "X-Azure-Functions-InvocationId: 00000000-0000-0000-0000-000000000000",
            "X-Forwarded-For: 127.0.0.1",
            "X-Forwarded-Host: 127.0.0.1",
        ],
    ];

    public static SmokeCheck[] All { get; } =
    [
        new(
            "timer functions can't be called",
            "A timer function answers HTTP. Deploy the unchanged package from dotnet publish, and check the proxy in front of the app.",
            RefusedAsync
        ),
    ];

    private static async Task<Finding> RefusedAsync(SmokeRun run, CancellationToken cancel)
    {
        foreach (var path in Paths)
        {
            foreach (var forgery in Forgeries)
            {
                var answer = await run.SendAsync(HttpMethod.Post, path, null, cancel, Invocation, forgery);
                if (answer.Status is < 400 or >= 500)
                    return Finding.Failed($"POST {path} returned {answer.Status} instead of an error.");
            }
        }
        return Finding.Ok;
    }
}
