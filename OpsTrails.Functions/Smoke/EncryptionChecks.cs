using System.Globalization;

namespace OpsTrails.Functions.Smoke;

/// <summary>Whether nobody stays on plain HTTP.</summary>
internal static class EncryptionChecks
{
    private const int LeastSeconds = 180 * 24 * 3600;

    public static SmokeCheck[] All { get; } =
    [
        new(
            "browsers are told to stay with https",
            "Something in front takes Strict-Transport-Security away, or does not say by X-Forwarded-Proto that it was asked by https.",
            StrictTransportAsync
        ),
        new("plain http leads to https", "Set httpsOnly on the app, or let the proxy in front send on to https.", RedirectAsync),
    ];

    private static async Task<Finding> StrictTransportAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Address.Scheme != System.Uri.UriSchemeHttps)
            return Finding.Skipped("the address is an http one");
        var answer = await run.GetAsync("/health", null, cancel);
        var age = answer
            .Headers.GetValueOrDefault("Strict-Transport-Security")
            ?.Split(';')
            .Select(part => part.Trim())
            .FirstOrDefault(part => part.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase))
            ?["max-age=".Length..];
        return Finding.Of(
            int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= LeastSeconds
                ? null
                : "Strict-Transport-Security is missing, or shorter than half a year."
        );
    }

    private static async Task<Finding> RedirectAsync(SmokeRun run, CancellationToken cancel)
    {
        if (run.Address.Scheme != System.Uri.UriSchemeHttps || !run.Address.IsDefaultPort)
            return Finding.Skipped("the address is not that of https");
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{run.Address.Host}/health"));
            using var response = await run.Client.SendAsync(request, cancel);
            return Finding.Of(
                (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location?.Scheme == System.Uri.UriSchemeHttps
                    ? null
                    : $"http was answered with {(int)response.StatusCode} and not sent on to https."
            );
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError)
        {
            // Nobody listens there, which is as good.
            return Finding.Ok;
        }
    }
}
