using System.Text.RegularExpressions;

namespace OpsTrails.Functions.Smoke;

/// <summary>Checks without a key.</summary>
internal static partial class FrontChecks
{
    private static readonly (string Name, string Value)[] Expected =
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
    ];

    public static SmokeCheck[] All { get; } =
    [
        new(
            "health",
            "Check in the log that OpsTrails starts, and that its identity has the role Storage Table Data Contributor.",
            HealthAsync
        ),
        new(
            "an unknown route answers JSON",
            "Something in front of OpsTrails answers. Check its routes and the catch-all function.",
            UnknownRouteAsync
        ),
        new("console", "Publish on a machine with Node, so that the package contains wwwroot.", ConsoleAsync),
        new("security headers", "Something in front of OpsTrails removes headers. Let them pass.", HeadersAsync),
    ];

    private static async Task<Finding> HealthAsync(SmokeRun run, CancellationToken cancel)
    {
        var answer = await run.GetAsync("/health", null, cancel);
        return Finding.Of(
            answer.Unless(200),
            answer.Body.Contains("\"ready\"", StringComparison.Ordinal) ? null : "The status is not ready."
        );
    }

    private static async Task<Finding> UnknownRouteAsync(SmokeRun run, CancellationToken cancel)
    {
        var answer = await run.GetAsync("/api/v1/no-such-thing", null, cancel);
        return Finding.Of(answer.UnlessError(404, "NOT_FOUND"));
    }

    private static async Task<Finding> ConsoleAsync(SmokeRun run, CancellationToken cancel)
    {
        var page = await run.SendAsync(HttpMethod.Get, "/", null, cancel, null, "Accept: text/html");
        if (page.Unless(200) is { } wrong)
            return Finding.Failed(wrong);
        if (Script().Match(page.Body) is not { Success: true } script)
            return Finding.Failed("The page is not the console: it has no script.");
        var asset = await run.GetAsync(script.Groups[1].Value, null, cancel);
        return Finding.Of(
            asset.Unless(200),
            asset.MediaType == "text/javascript" ? null : $"The script's type is {asset.MediaType} instead of text/javascript.",
            asset.Headers.GetValueOrDefault("Cache-Control")?.Contains("immutable", StringComparison.Ordinal) == true
                ? null
                : "The script's Cache-Control is not immutable."
        );
    }

    private static async Task<Finding> HeadersAsync(SmokeRun run, CancellationToken cancel)
    {
        SmokeAnswer[] answers =
        [
            await run.SendAsync(HttpMethod.Get, "/", null, cancel, null, "Accept: text/html"),
            await run.GetAsync("/health", null, cancel),
            await run.GetAsync("/api/v1/events", null, cancel),
        ];
        return Finding.Of(
            answers.SelectMany(answer =>
                Expected
                    .Where(header => answer.Headers.GetValueOrDefault(header.Name) != header.Value)
                    .Select(header => $"{header.Name} is not {header.Value}.")
                    .Append(
                        answer
                            .Headers.GetValueOrDefault("Content-Security-Policy")
                            ?.Contains("default-src 'none'", StringComparison.Ordinal) == true
                            ? null
                            : "Content-Security-Policy has no default-src 'none'."
                    )
            )
        );
    }

    [GeneratedRegex("src=\"(/assets/[^\"]+\\.js)\"")]
    private static partial Regex Script();
}
