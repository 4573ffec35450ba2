using System.Text.RegularExpressions;

namespace OpsTrails.Functions.Smoke;

/// <summary>What anybody gets, with no key.</summary>
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
            "Look at the log of the program: does it start, and has its identity the role Storage Table Data Contributor?",
            HealthAsync
        ),
        new(
            "an unknown route answers JSON",
            "Something in front answers instead of the program; check its routes and the catch-all function.",
            UnknownRouteAsync
        ),
        new("console", "Publish where Node is, so that wwwroot is in the package.", ConsoleAsync),
        new("security headers", "Something in front takes headers away; let it pass them.", HeadersAsync),
    ];

    private static async Task<Finding> HealthAsync(SmokeRun run, CancellationToken cancel)
    {
        var answer = await run.GetAsync("/health", null, cancel);
        return Finding.Of(
            answer.Unless(200),
            answer.Body.Contains("\"ready\"", StringComparison.Ordinal) ? null : "It does not say that it is ready."
        );
    }

    private static async Task<Finding> UnknownRouteAsync(SmokeRun run, CancellationToken cancel)
    {
        var answer = await run.GetAsync("/api/v1/no-such-thing", null, cancel);
        return Finding.Of(answer.UnlessError(404, "NOT_FOUND"));
    }

    private static async Task<Finding> ConsoleAsync(SmokeRun run, CancellationToken cancel)
    {
        var page = await run.AskAsync(HttpMethod.Get, "/", null, cancel, null, "Accept: text/html");
        if (page.Unless(200) is { } wrong)
            return Finding.Failed(wrong);
        if (Script().Match(page.Body) is not { Success: true } script)
            return Finding.Failed("The page has no script: it is not the console.");
        var asset = await run.GetAsync(script.Groups[1].Value, null, cancel);
        return Finding.Of(
            asset.Unless(200),
            asset.MediaType == "text/javascript" ? null : $"Its script is of the type {asset.MediaType}.",
            asset.Headers.GetValueOrDefault("Cache-Control")?.Contains("immutable", StringComparison.Ordinal) == true
                ? null
                : "Browsers are not told that its script never changes."
        );
    }

    private static async Task<Finding> HeadersAsync(SmokeRun run, CancellationToken cancel)
    {
        SmokeAnswer[] answers =
        [
            await run.AskAsync(HttpMethod.Get, "/", null, cancel, null, "Accept: text/html"),
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
                            : "There is no Content-Security-Policy that begins with nothing."
                    )
            )
        );
    }

    [GeneratedRegex("src=\"(/assets/[^\"]+\\.js)\"")]
    private static partial Regex Script();
}
