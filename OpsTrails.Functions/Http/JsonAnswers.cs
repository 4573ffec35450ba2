using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Http;

/// <summary>Writes answers as JSON.</summary>
internal static class JsonAnswers
{
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

    /// <summary>Serializes the answer, then sends it as fast as the client reads. What it was made of isn't kept meanwhile.</summary>
    public static Task WriteAsync<T>(this HttpContext context, T answer, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        var json = new PooledBytes();
        try
        {
            using var writer = new Utf8JsonWriter(json, JsonText.WriterOptions);
            JsonSerializer.Serialize(writer, answer, type);
        }
        catch
        {
            json.Dispose();
            throw;
        }
        PrepareJson(context, status, json.Length);
        return SendAsync(context, json);
    }

    private static async Task SendAsync(HttpContext context, PooledBytes json)
    {
        using (json)
            await json.SendToAsync(context.Response.Body, context.RequestAborted);
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
