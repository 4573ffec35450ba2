using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace OpsTrails.Functions.WebConsole;

/// <summary>
/// Gives out the console's files, the compressed one where its build left one beside and the browser takes it. Names under <c>/assets</c> hold a hash of the
/// content, so those files never change; of all others browsers ask each time whether they did.
/// </summary>
/// <remarks>
/// Not MapStaticAssets: it wants to know the files when the program is compiled, marks only the names that it made itself as unchanging, and leaves Brotli to publishing.
/// </remarks>
internal static class ConsoleFiles
{
    private const string Unchanging = "public, max-age=31536000, immutable";
    private const string AskEachTime = "no-cache";

    private static readonly (string Encoding, string Suffix)[] Compressions = [("br", ".br"), ("gzip", ".gz")];

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
            if (Accepts(request, compression.Encoding) && files.GetFileInfo(path + compression.Suffix).Exists)
                return compression;
        }
        return null;
    }

    private static bool Accepts(HttpRequest request, string encoding) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted)
        && accepted.Any(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && value.Quality != 0);

    private static void Prepare(StaticFileResponseContext file)
    {
        var (request, headers) = (file.Context.Request, file.Context.Response.Headers);
        headers.CacheControl = request.Path.StartsWithSegments("/assets") ? Unchanging : AskEachTime;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        foreach (var (encoding, suffix) in Compressions)
        {
            if (request.Path.Value!.EndsWith(suffix, StringComparison.Ordinal))
                headers.ContentEncoding = encoding;
        }
    }

    /// <summary>A compressed file has the type of what is in it.</summary>
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
