using OpsTrails.Core.Events;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Events;

/// <summary>Writes one event into the envelope. Its JSON was written when the event was recorded and is copied unchanged.</summary>
internal static class EventAnswers
{
    private static ReadOnlySpan<byte> Before => "{\"success\":true,\"data\":"u8;

    private static ReadOnlySpan<byte> After => "}"u8;

    public static async Task WriteAsync(HttpContext context, int status, RecordedEvent e)
    {
        context.PrepareJson(status, Before.Length + e.Json.Length + After.Length);
        var body = context.Response.BodyWriter;
        Copy(body, Before);
        Copy(body, e.Json.Span);
        Copy(body, After);
        await body.FlushAsync(context.RequestAborted);
    }

    private static void Copy(System.IO.Pipelines.PipeWriter writer, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(writer.GetSpan(bytes.Length));
        writer.Advance(bytes.Length);
    }
}
