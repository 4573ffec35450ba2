using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.OpenApi;

/// <summary>
/// The document as bytes, made for the first caller and kept: it is the same for everybody, and making it takes as long as hundreds of
/// other requests.
/// </summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider) : IDisposable
{
    public const string Name = "v1";
    public const OpenApiSpecVersion SpecVersion = OpenApiSpecVersion.OpenApi3_1;

    private readonly SemaphoreSlim _making = new(1, 1);
    private Copy[]? _copies;

    /// <summary>Answers with the copy that the client accepts, or with 304 if it has that one.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        var copies = _copies ?? await MakeAsync(context.RequestAborted);
        var copy = copies.First(copy => copy.Encoding is null || AcceptedEncodings.Accepts(context.Request, copy.Encoding));
        var response = context.Response;
        response.Headers.ETag = copy.Tag.ToString();
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = "no-cache";
        if (IsKnown(context.Request, copy.Tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = "application/json;charset=utf-8";
        response.ContentLength = copy.Bytes.Length;
        if (copy.Encoding is not null)
            response.Headers.ContentEncoding = copy.Encoding;
        await response.Body.WriteAsync(copy.Bytes, context.RequestAborted);
    }

    public void Dispose() => _making.Dispose();

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(value => value.Equals(EntityTagHeaderValue.Any) || value.Compare(tag, useStrongComparison: false));

    /// <summary>All callers that come meanwhile wait for one making. A failed one isn't kept.</summary>
    private async Task<Copy[]> MakeAsync(CancellationToken cancel)
    {
        await _making.WaitAsync(cancel);
        try
        {
            return _copies ??= CopiesOf(await TextAsync());
        }
        finally
        {
            _making.Release();
        }
    }

    /// <summary>Without indentation, which would double its size. The framework's own endpoint always indents.</summary>
    private async Task<byte[]> TextAsync()
    {
        var document = await provider.GetOpenApiDocumentAsync(CancellationToken.None);
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        var writer = new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true });
        await document.SerializeAsync(writer, SpecVersion, CancellationToken.None);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static Copy[] CopiesOf(byte[] text)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(text))[..16];
        return
        [
            new(AcceptedEncodings.Brotli, Pack(text, to => new BrotliStream(to, CompressionLevel.Optimal)), TagOf("-br")),
            new(AcceptedEncodings.Gzip, Pack(text, to => new GZipStream(to, CompressionLevel.Optimal)), TagOf("-gzip")),
            new(null, text, TagOf("")),
        ];

        EntityTagHeaderValue TagOf(string suffix) => new($"\"{hash}{suffix}\"");
    }

    private static byte[] Pack(byte[] text, Func<Stream, Stream> compress)
    {
        using var packed = new MemoryStream();
        using (var stream = compress(packed))
            stream.Write(text);
        return packed.ToArray();
    }

    private sealed record Copy(string? Encoding, byte[] Bytes, EntityTagHeaderValue Tag);
}
