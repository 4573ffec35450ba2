using System.Globalization;

namespace OpsTrails.Functions.Smoke;

/// <summary>Whether clients are moved from http to https.</summary>
internal static class EncryptionChecks
{
    private const int MinSeconds = 180 * 24 * 3600;

    public static SmokeCheck[] All { get; } =
    [
        new(
            "Strict-Transport-Security is set",
            "Check whether a proxy removes the header, or omits X-Forwarded-Proto: https from its requests.",
            StrictTransportAsync
        ),
        new("http redirects to https", "Set httpsOnly on the app, or redirect to https in the proxy.", RedirectAsync),
    ];

    private static async Task<Finding> StrictTransportAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Address.Scheme != System.Uri.UriSchemeHttps)
            return Finding.Skipped("the address is http");
        var answer = await run.GetAsync("/health", null, cancel);
        var age = answer
            .Headers.GetValueOrDefault("Strict-Transport-Security")
            ?.Split(';')
            .Select(part => part.Trim())
            .FirstOrDefault(part => part.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase))
            ?["max-age=".Length..];
        return Finding.Of(
            int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= MinSeconds
                ? null
                : "Strict-Transport-Security is missing or shorter than 180 days."
        );
    }

    private static async Task<Finding> RedirectAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Address.Scheme != System.Uri.UriSchemeHttps || !run.Address.IsDefaultPort)
            return Finding.Skipped("the address is not https on the default port");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{run.Address.Host}/health"));
            using var response = await run.Client.SendAsync(request, cancel);
            return Finding.Of(
                (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location?.Scheme == System.Uri.UriSchemeHttps
                    ? null
                    : $"http returned {(int)response.StatusCode} instead of a redirect to https."
            );
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError)
        {
            // Nothing listens on http, which is just as safe.
            return Finding.Ok;
        }
    }
}
