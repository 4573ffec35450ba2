using System.Text.Json.Serialization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Live;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Live;

/// <summary>
/// <c>GET /api/v1/events?after=</c>: the next events of the feed, oldest first. Waits for the first one if asked to. Reads a limited number
/// of events, then answers with a cursor even if none matched.
/// </summary>
internal sealed class PollEvents(
    FeedHub hub,
    CallerWatch watch,
    SettingsStore settings,
    AnswersAtOnce answers,
    TimeProvider clock,
    IHostApplicationLifetime lifetime
)
{
    private const int RowsPerRead = 1_000;
    private const int MaxRows = 10 * RowsPerRead;

    public async Task HandleAsync(HttpContext context)
    {
        var errors = new ValidationErrors();
        var query = FeedQuery.ParsePoll(QueryParameters.Of(context.Request), errors);
        if (query is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }
        if (context.IsHead())
            query = query with { Wait = TimeSpan.Zero };
        var caller = Caller.Of(context);
        using var reader = hub.Join(caller.Organization, caller.Name);
        if (reader is null)
        {
            await context.WriteTooManyReadersAsync();
            return;
        }

        var gap = await reader.OpenAsync(query.Start, context.RequestAborted);
        var found = new FoundEntries();
        var mayRead = true;
        if (gap is null)
        {
            // A poll must not delay shutdown.
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
            mayRead = await watch.RunAsync(caller, async cancel => gap = await FindAsync(reader, query, found, cancel), end.Token);
        }

        if (!mayRead)
            await context.WriteRefusedAsync();
        else if (gap is not null && found.Count == 0)
            await context.WriteGapAsync(gap);
        else
        {
            var types = query.Include.HasFlag(Included.Meaning)
                ? (await settings.GetAsync(caller.Organization, context.RequestAborted)).Types
                : null;
            await answers.RunAsync(context, () => context.WriteAsync(found.ToAnswer(types, reader.Cursor), LiveJson.Default.PollAnswer));
        }
    }

    private async Task<FeedGap?> FindAsync(FeedReader reader, FeedQuery query, FoundEntries found, CancellationToken cancel)
    {
        var began = clock.GetTimestamp();
        var filter = new FeedFilter(query.Filter, reader.Organization, settings);
        var isFiltered = query.Filter.NeedsText || query.Filter.Conditions.Count > 0;
        var looked = 0;
        try
        {
            while (found.Count < query.Limit && looked < MaxRows)
            {
                var batch = await reader.ReadAsync(
                    isFiltered ? Math.Min(RowsPerRead, MaxRows - looked) : query.Limit - found.Count,
                    isFiltered ? RowRange.LargePage : FeedReader.MaxBytes - found.Bytes,
                    cancel
                );
                if (batch.Gap is { } gap)
                    return gap;
                await filter.RefreshAsync(batch, cancel);
                foreach (var entry in batch.Entries)
                {
                    reader.Position = entry.Sequence;
                    looked++;
                    found.Add(entry, filter.Resolved);
                    if (found.Count == query.Limit || found.Bytes >= FeedReader.MaxBytes)
                        return null;
                }
                if (batch.Entries.Count > 0)
                    continue;
                var left = query.Wait - clock.GetElapsedTime(began);
                if (found.Count > 0 || left <= TimeSpan.Zero)
                    return null;
                await reader.WhenMovedAsync(left, cancel);
                cancel.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Answer with the events found so far.
        }
        return null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PollAnswer))]
[JsonSerializable(typeof(DeletedEventAnswer))]
[JsonSerializable(typeof(ResetAnswer))]
internal sealed partial class LiveJson : JsonSerializerContext;
