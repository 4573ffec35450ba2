using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Live;

/// <summary>
/// Runs streams until they end: after their lifetime, with their key, with the program, or when the client does not read. However one ends, its
/// client goes on from the last id it got.
/// </summary>
internal sealed partial class LiveStreams(
    CallerWatch watch,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    Telemetry telemetry,
    IHostApplicationLifetime lifetime,
    ILogger<LiveStreams> logger
)
{
    /// <summary>Few, as each stream may hold so many while its client takes its time.</summary>
    public const int EventsPerRead = 100;

    /// <summary>Less than the 240 s after which the Functions host cuts a silent stream, and than what proxies allow.</summary>
    private static readonly TimeSpan KeepAliveAfter = TimeSpan.FromSeconds(15);

    public async Task RunAsync(HttpContext context, FeedReader reader, EventFilter filter, FeedBatch first)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";

        var output = new SseWriter(context.Response.BodyWriter, clock);
        using var age = new CancellationTokenSource(options.Value.Live.StreamLifetime, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, age.Token);
        try
        {
            await watch.RunAsync(Caller.Of(context), cancel => SendAsync(output, reader, filter, first, cancel), end.Token);
            if (!context.RequestAborted.IsCancellationRequested)
                await output.CloseAsync(reader.Cursor);
        }
        catch (SlowClientException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // What is still on its way is of no use: the client resumes from the last id it got whole.
            context.Abort();
            telemetry.LiveDropped.Add(1);
            Log.Dropped(logger, reader.Organization.Value);
        }
        catch (SlowClientException)
        {
            // It has gone.
        }
    }

    private async Task SendAsync(SseWriter output, FeedReader reader, EventFilter filter, FeedBatch batch, CancellationToken cancel)
    {
        try
        {
            await output.OpenAsync(reader.Cursor, cancel);
            while (batch.Gap is null)
            {
                foreach (var entry in batch.Entries)
                {
                    if (filter.Matches(entry.Event))
                        await output.WriteAsync(entry, cancel);
                    reader.Position = entry.Sequence;
                }
                await output.FlushAsync(cancel);
                if (output.Silence >= KeepAliveAfter)
                    await output.KeepAliveAsync(reader.Cursor, cancel);
                if (batch.Entries.Count == 0)
                    await reader.WhenMovedAsync(KeepAliveAfter - output.Silence, cancel);
                cancel.ThrowIfCancellationRequested();
                batch = await reader.ReadAsync(EventsPerRead, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested) { }
        catch (StorageUnavailableException e)
        {
            Log.StorageUnavailable(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Information, "A stream of {Organization} was dropped, as its client does not read")]
        public static partial void Dropped(ILogger logger, string organization);

        [LoggerMessage(5102, LogLevel.Warning, "A stream ends, as storage does not answer")]
        public static partial void StorageUnavailable(ILogger logger, Exception e);
    }
}
