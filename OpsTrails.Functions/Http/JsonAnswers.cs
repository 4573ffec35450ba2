using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Http;

/// <summary>Writes answers as JSON.</summary>
internal static class JsonAnswers
{
    private const int PieceBytes = 16 * 1024;

    public static Task WriteDataAsync<T>(
        this HttpContext context,
        T data,
        JsonTypeInfo<Answer<T>> type,
        int status = StatusCodes.Status200OK
    ) => context.WriteAsync(new Answer<T>(true, data), type, status);

    /// <param name="context">The request to answer.</param>
    /// <param name="items">The whole list, or a page of it.</param>
    /// <param name="type">Describes the answer.</param>
    /// <param name="nextCursor">Null on the last page.</param>
    public static Task WriteListAsync<T>(
        this HttpContext context,
        IEnumerable<T> items,
        JsonTypeInfo<ListAnswer<T>> type,
        string? nextCursor = null
    ) => context.WriteAsync(new ListAnswer<T>(true, [.. items], nextCursor), type);

    public static async Task WriteAsync<T>(this HttpContext context, T answer, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        var json = Serialize(answer, type);
        PrepareJson(context, status, json.Length);
        await context.WritePiecesAsync(json);
    }

    /// <summary>Writes what has been serialized piece by piece, so that the connection of a slow client holds no second copy.</summary>
    public static async Task WritePiecesAsync(this HttpContext context, ReadOnlyMemory<byte> json)
    {
        for (var rest = json; rest.Length > 0; rest = rest[Math.Min(PieceBytes, rest.Length)..])
            await context.Response.Body.WriteAsync(rest[..Math.Min(PieceBytes, rest.Length)], context.RequestAborted);
    }

    public static ReadOnlyMemory<byte> Serialize<T>(T answer, JsonTypeInfo<T> type)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(json, JsonText.WriterOptions))
            JsonSerializer.Serialize(writer, answer, type);
        return json.WrittenMemory;
    }

    public static void PrepareJson(this HttpContext context, int status, int length)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.ContentLength = length;
        context.Response.Headers.CacheControl = "no-store";
    }
}
