using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.WebConsole;

/// <summary>
/// Serves the console's files, compressed if the build has a compressed variant and the browser accepts it. Names under <c>/assets</c>
/// contain a hash of the content, so those files are immutable. Browsers revalidate all others.
/// </summary>
/// <remarks>
/// MapStaticAssets doesn't fit: it needs the files at compile time, marks only file names with its own fingerprint as immutable, and uses
/// Brotli only after publishing.
/// </remarks>
internal static class ConsoleFiles
{
    private const string Immutable = "public, max-age=31536000, immutable";
    private const string Revalidate = "no-cache";

    private static readonly (string Encoding, string Suffix)[] Compressions =
    [
        (AcceptedEncodings.Brotli, ".br"),
        (AcceptedEncodings.Gzip, ".gz"),
    ];

    public static void UseConsoleFiles(this IApplicationBuilder app, IFileProvider files)
    {
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                if (CompressionFor(request, files) is { } compression)
                    request.Path = request.Path.Value + compression.Suffix;
                return next(context);
            }
        );
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                ContentTypeProvider = new Types(),
                OnPrepareResponse = Prepare,
            }
        );
    }

    private static (string Encoding, string Suffix)? CompressionFor(HttpRequest request, IFileProvider files)
    {
        var path = request.Path.Value;
        if (string.IsNullOrEmpty(path) || path.StartsWith("/api/", StringComparison.Ordinal) || !files.GetFileInfo(path).Exists)
            return null;
        foreach (var compression in Compressions)
        {
            if (AcceptedEncodings.Accepts(request, compression.Encoding) && files.GetFileInfo(path + compression.Suffix).Exists)
                return compression;
        }
        return null;
    }

    private static void Prepare(StaticFileResponseContext file)
    {
        var (request, headers) = (file.Context.Request, file.Context.Response.Headers);
        headers.CacheControl = request.Path.StartsWithSegments("/assets") ? Immutable : Revalidate;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        foreach (var (encoding, suffix) in Compressions)
        {
            if (request.Path.Value!.EndsWith(suffix, StringComparison.Ordinal))
                headers.ContentEncoding = encoding;
        }
    }

    /// <summary>A compressed file has the type of its content.</summary>
    private sealed class Types : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _known = new();

        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType)
        {
            var suffix = Compressions.FirstOrDefault(compression => subpath.EndsWith(compression.Suffix, StringComparison.Ordinal)).Suffix;
            if (!_known.TryGetContentType(suffix is null ? subpath : subpath[..^suffix.Length], out contentType))
                return false;
            if (contentType.StartsWith("text/", StringComparison.Ordinal))
                contentType += "; charset=utf-8";
            return true;
        }
    }
}
