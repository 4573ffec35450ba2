using System.IO.Compression;
using System.Text;

namespace OpsTrails.Functions.Tests.Fixtures;

/// <summary>Answers as bytes, compressed as the client accepts it.</summary>
internal static class PackedAnswers
{
    /// <param name="client">Sends the request.</param>
    /// <param name="request">Disposed afterwards.</param>
    /// <param name="accepted">The header Accept-Encoding; null for none.</param>
    public static async Task<(int Status, Dictionary<string, string> Headers, byte[] Body)> SendPackedAsync(
        this HttpClient client,
        HttpRequestMessage request,
        string? accepted
    )
    {
        using (request)
        {
            if (accepted is not null)
                request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            return (
                (int)response.StatusCode,
                response
                    .Headers.Concat(response.Content.Headers)
                    .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(", ", header.Value)),
                await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)
            );
        }
    }

    public static string Unpack(byte[] body, string? encoding)
    {
        using var packed = new MemoryStream(body);
        using Stream stream = encoding switch
        {
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            _ => packed,
        };
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
