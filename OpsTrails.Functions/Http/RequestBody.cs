using System.Buffers;
using System.IO.Pipelines;
using Microsoft.Net.Http.Headers;

namespace OpsTrails.Functions.Http;

/// <summary>
/// Reads a body up to a limit of the endpoint, below <see cref="BodyLimit"/>. An answer sent without reading the body arrives, also behind
/// a Functions host.
/// </summary>
internal static class RequestBody
{
    /// <summary>Whether the media type has no charset, or UTF-8.</summary>
    public static bool IsUtf8(MediaTypeHeaderValue type) =>
        !type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<byte> Utf8Bom => [0xEF, 0xBB, 0xBF];

    /// <returns>The body without a byte-order mark; null when it is longer than <paramref name="limit"/> bytes.</returns>
    public static async ValueTask<byte[]?> ReadAsync(HttpRequest request, int limit)
    {
        if (request.ContentLength > limit)
            return null;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await ReadAsync(reader, request.HttpContext.RequestAborted);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                return null;
            }
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body.AsSpan().StartsWith(Utf8Bom) ? body[Utf8Bom.Length..] : body;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async ValueTask<ReadResult> ReadAsync(PipeReader reader, CancellationToken cancel)
    {
        try
        {
            return await reader.ReadAsync(cancel);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // A chunk size that overflows causes a plain IOException.
            throw new BadHttpRequestException("The body can't be read.", StatusCodes.Status400BadRequest, e);
        }
    }
}
