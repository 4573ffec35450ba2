using Microsoft.Net.Http.Headers;

namespace OpsTrails.Functions.Http;

/// <summary>The content codings that a client accepts, for answers that are kept compressed.</summary>
internal static class AcceptedEncodings
{
    public const string Brotli = "br";
    public const string Gzip = "gzip";

    public static bool Accepts(HttpRequest request, string encoding) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted)
        && accepted.Any(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && value.Quality != 0);
}
