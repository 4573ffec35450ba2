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
        var errors = new ValidationErrors();
        var query = FeedQuery.ParseStream(
            QueryParameters.Of(context.Request),
            [.. context.Request.Headers["Last-Event-ID"].Select(value => value ?? "")],
            errors
        );
        if (query is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        using var reader = hub.Join(Caller.Of(context).Organization, Caller.Of(context).Name);
        if (reader is null)
        {
            await context.WriteTooManyReadersAsync();
            return;
        }

        // Read before the first byte is sent: a gap needs the status 410.
        var gap = await reader.OpenAsync(query.Start, context.RequestAborted);
        var first = gap is null
            ? await reader.ReadAsync(LiveStreams.EventsPerRead, LiveStreams.BytesPerRead, context.RequestAborted)
            : default;
        gap ??= first.Gap;
        await (gap is null ? streams.RunAsync(context, reader, query, first) : context.WriteGapAsync(gap));
    }
}
