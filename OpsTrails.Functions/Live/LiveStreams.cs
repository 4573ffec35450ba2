using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Events;
using OpsTrails.Core.Live;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Live;

/// <summary>
/// Runs streams. A stream ends after its lifetime, when its key becomes invalid, when the program stops or when the client does not read.
/// The client then continues from the last id it received.
/// </summary>
internal sealed partial class LiveStreams(
    CallerWatch watch,
    SettingsStore settings,
    CellWriter writeCell,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    Telemetry telemetry,
    IHostApplicationLifetime lifetime,
    ILogger<LiveStreams> logger
)
{
    public const int EventsPerRead = 100;

    /// <summary>Small, because every slow client holds a batch in memory.</summary>
    public const int BytesPerRead = 64 * 1024;

    /// <summary>Below the 240 s after which a Functions host ends a silent stream, and below common proxy timeouts.</summary>
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(15);

    public async Task RunAsync(HttpContext context, FeedReader reader, FeedQuery query, FeedBatch first)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        if (context.IsHead())
            return;

        var output = new SseWriter(context.Response.BodyWriter, clock);
        using var age = new CancellationTokenSource(options.Value.Live.StreamLifetime, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, age.Token);
        try
        {
            await watch.RunAsync(Caller.Of(context), cancel => SendAsync(output, reader, query, first, cancel), end.Token);
            if (!context.RequestAborted.IsCancellationRequested)
                await output.CloseAsync(reader.Cursor);
        }
        catch (SlowClientException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Discard buffered data: the client resumes from the last id it received completely.
            context.Abort();
            telemetry.LiveDropped.Add(1);
            Log.Dropped(logger, reader.Organization.Value);
        }
        catch (SlowClientException)
        {
            // The client has disconnected.
        }
    }

    private async Task SendAsync(SseWriter output, FeedReader reader, FeedQuery query, FeedBatch batch, CancellationToken cancel)
    {
        try
        {
            var cells = query.Include.HasFlag(Included.Cell) ? new StreamedCells(writeCell, reader.Organization, clock) : null;
            var filter = new FeedFilter(query.Filter, reader.Organization, settings, query.Include.HasFlag(Included.Cell));
            await output.OpenAsync(reader.Cursor, cancel);
            while (batch.Gap is null)
            {
                var types =
                    batch.Entries.Count > 0 && query.Include.HasFlag(Included.Meaning)
                        ? (await settings.GetAsync(reader.Organization, cancel)).Types
                        : null;
                await filter.RefreshAsync(batch, cancel);
                foreach (var entry in batch.Entries)
                {
                    if (entry.Event is { } e && filter.Resolved.Matches(e))
                    {
                        await output.WriteAsync(entry.Sequence, "event", (types is null ? e : e.WithMeaning(types)).Json, cancel);
                        cells?.Add(filter.CellOf(e.Subject, e.Source));
                    }
                    else if (entry.Deleted is { } deleted && filter.Resolved.MayHaveMatched(deleted))
                    {
                        await output.WriteAsync(entry.Sequence, "deleted", DeletedEventAnswer.Write(deleted), cancel);
                        cells?.Add(filter.CellOf(deleted.Subject, deleted.Source));
                    }
                    else if (entry.ResetAt is { } at)
                    {
                        await output.WriteAsync(entry.Sequence, "reset", ResetAnswer.Write(at), cancel);
                    }
                    reader.Position = entry.Sequence;
                }
                if (cells is not null)
                    await cells.SendAsync(output, cancel);
                await output.FlushAsync(cancel);
                if (output.Silence >= KeepAliveInterval)
                    await output.KeepAliveAsync(reader.Cursor, cancel);
                if (batch.Entries.Count == 0)
                    await reader.WhenMovedAsync(Shorter(KeepAliveInterval - output.Silence, cells?.Wait), cancel);
                cancel.ThrowIfCancellationRequested();
                batch = await reader.ReadAsync(EventsPerRead, BytesPerRead, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested) { }
        catch (StorageUnavailableException e)
        {
            Log.StorageUnavailable(logger, e);
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan? other) => other < one ? other.Value : one;

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Information, "Dropped a stream of {Organization}, because its client does not read")]
        public static partial void Dropped(ILogger logger, string organization);

        [LoggerMessage(5102, LogLevel.Debug, "Ended a stream, because storage does not answer")]
        public static partial void StorageUnavailable(ILogger logger, Exception e);
    }
}
