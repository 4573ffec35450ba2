using System.Text.Json.Serialization;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Live;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Live;

/// <summary>
/// <c>GET /api/v1/events?after=</c>: what follows in the feed, oldest first. Waits for the first event if it may; never looks at more than so many
/// events, after which it answers with a cursor to go on from, even if it found nothing.
/// </summary>
internal sealed class PollEvents(FeedHub hub, CallerWatch watch, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    private const int RowsPerRound = 1_000;
    private const int MostRows = 10 * RowsPerRound;

    public async Task HandleAsync(HttpContext context)
    {
        var faults = new ValidationErrors();
        var question = FeedQuery.ParsePoll(QueryParameters.Of(context.Request), faults);
        if (question is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(faults.ToString()));
            return;
        }
        var caller = Caller.Of(context);
        using var reader = hub.Join(caller.Organization);
        if (reader is null)
        {
            await context.WriteTooManyReadersAsync();
            return;
        }

        var gap = await reader.OpenAsync(question.Start, context.RequestAborted);
        var found = new List<RecordedEvent>();
        var mayRead = true;
        if (gap is null)
        {
            // When the program stops, nobody is kept waiting.
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            mayRead = await watch.RunAsync(caller, async cancel => gap = await FindAsync(reader, question, found, cancel), end.Token);
        }

        if (!mayRead)
            await context.WriteRefusedAsync();
        else if (gap is not null && found.Count == 0)
            await context.WriteGapAsync(gap);
        else
            await WriteAsync(context, found, reader.Cursor);
    }

    private async Task<FeedGap?> FindAsync(FeedReader reader, FeedQuery question, List<RecordedEvent> found, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        var isFiltered = question.Filter.NeedsText || question.Filter.Conditions.Count > 0;
        var looked = 0;
        try
        {
            while (found.Count < question.Limit && looked < MostRows)
            {
                var batch = await reader.ReadAsync(isFiltered ? RowsPerRound : question.Limit - found.Count, cancel);
                if (batch.Gap is { } gap)
                    return gap;
                foreach (var entry in batch.Entries)
                {
                    reader.Position = entry.Sequence;
                    looked++;
                    if (question.Filter.Matches(entry.Event))
                        found.Add(entry.Event);
                    if (found.Count == question.Limit)
                        return null;
                }
                if (batch.Entries.Count > 0)
                    continue;
                var left = question.Wait - clock.GetElapsedTime(began);
                if (found.Count > 0 || left <= TimeSpan.Zero)
                    return null;
                await reader.WhenMovedAsync(left, cancel);
                cancel.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // What was found until then is the answer.
        }
        return null;
    }

    private static Task WriteAsync(HttpContext context, List<RecordedEvent> found, FeedCursor next) =>
        context.WriteListAsync(StoredEvent.ListOf(found), LiveJson.Default.ListAnswerStoredEvent, next.ToString());
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListAnswer<StoredEvent>))]
internal sealed partial class LiveJson : JsonSerializerContext;
