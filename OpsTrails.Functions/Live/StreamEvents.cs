using OpsTrails.Core.Input;
using OpsTrails.Core.Live;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Live;

/// <summary><c>GET /api/v1/events/stream</c>: the feed as server-sent events.</summary>
internal static class StreamEvents
{
    public static async Task HandleAsync(HttpContext context, FeedHub hub, LiveStreams streams)
    {
        var faults = new ValidationErrors();
        var question = FeedQuery.ParseStream(
            QueryParameters.Of(context.Request),
            [.. context.Request.Headers["Last-Event-ID"].Select(value => value ?? "")],
            faults
        );
        if (question is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(faults.ToString()));
            return;
        }
        using var reader = hub.Join(Caller.Of(context).Organization);
        if (reader is null)
        {
            await context.WriteTooManyReadersAsync();
            return;
        }

        // Before anything is sent: a stream that has begun has no status left to say it with.
        var gap = await reader.OpenAsync(question.Start, context.RequestAborted);
        var first = gap is null ? await reader.ReadAsync(LiveStreams.EventsPerRead, context.RequestAborted) : default;
        gap ??= first.Gap;
        await (gap is null ? streams.RunAsync(context, reader, question.Filter, first) : context.WriteGapAsync(gap));
    }
}
