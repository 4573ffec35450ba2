using System.Buffers;
using System.Text.Json;
using OpsTrails.Core.Input;

namespace OpsTrails.Functions.Http;

/// <summary>Writes <c>{"success":true,"data":…}</c>.</summary>
internal static class JsonAnswers
{
    /// <param name="context">Whose answer.</param>
    /// <param name="writeData">Writes one value.</param>
    /// <param name="writeMore">Writes members that stand beside the data.</param>
    /// <param name="status">A status of success.</param>
    public static Task WriteDataAsync(
        this HttpContext context,
        Action<Utf8JsonWriter> writeData,
        Action<Utf8JsonWriter>? writeMore = null,
        int status = StatusCodes.Status200OK
    )
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(body, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("success", true);
            writer.WritePropertyName("data");
            writeData(writer);
            writeMore?.Invoke(writer);
            writer.WriteEndObject();
        }
        return WriteJsonAsync(context, status, body.WrittenMemory);
    }

    /// <summary>A list that is always given whole.</summary>
    public static Task WriteListAsync<T>(this HttpContext context, IEnumerable<T> items, Action<Utf8JsonWriter, T> writeItem) =>
        context.WriteDataAsync(
            writer =>
            {
                writer.WriteStartArray();
                foreach (var item in items)
                    writeItem(writer, item);
                writer.WriteEndArray();
            },
            writer => writer.WriteNull("nextCursor")
        );

    public static async Task WriteJsonAsync(this HttpContext context, int status, ReadOnlyMemory<byte> json)
    {
        PrepareJson(context, status, json.Length);
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }

    public static void PrepareJson(this HttpContext context, int status, int length)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.ContentLength = length;
        context.Response.Headers.CacheControl = "no-store";
    }

    public static void WriteTime(this Utf8JsonWriter writer, string name, long? ticks) =>
        writer.WriteString(name, ticks is { } time ? Instant.Format(time) : null);
}
