using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// All that follows from a claim: the truth, then what is derived from it, then the feed. Every step can be repeated from the outbox by anyone,
/// at any time, with the same result.
/// </summary>
internal sealed partial class EventCompletion(
    ITableStore store,
    RowUpserts upserts,
    CellStore cells,
    EventTypes types,
    EventFeed feed,
    ILogger<EventCompletion> logger
)
{
    /// <summary>Writes truth and derived rows, so that every query sees the events.</summary>
    public async Task CompleteAsync(OrganizationId organization, IReadOnlyList<RecordedEvent> events)
    {
        await upserts.AddAsync(Tables.Events, events.Select(e => EventRow.Write(EventKeys.Truth(organization, e), e)));
        await Task.WhenAll(
            upserts.AddAsync(Tables.Timeline, events.Select(e => EventRow.Write(EventKeys.Timeline(organization, e), e))),
            cells.AddAsync(organization, events),
            types.AddAsync(organization, events)
        );
    }

    /// <summary>Everything to the end but publishing. What fails is left in the outbox for the sweep.</summary>
    /// <returns>What became of it, and the events that can be published now.</returns>
    public async Task<(FinishResult Result, IReadOnlyList<OutboxEntry> Appended)> FinishAsync(
        OrganizationId organization,
        IReadOnlyList<OutboxEntry> entries,
        Task? completed = null
    )
    {
        try
        {
            await (completed ?? CompleteAsync(organization, [.. entries.Select(entry => entry.Event)]));
            var appended = await feed.AppendAsync(organization, entries);
            return (FinishResult.Done, [.. entries.Where((_, i) => appended[i])]);
        }
        catch (StorageUnavailableException e)
        {
            Log.LeftInJournal(logger, e, entries.Count);
            return (FinishResult.StorageUnavailable, []);
        }
#pragma warning disable CA1031 // Nobody waits for this task: what it cannot do must not go unsaid.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.FailedToFinish(logger, e, entries.Count);
            return (FinishResult.Failed, []);
        }
    }

    /// <summary>The event of a claim whose outbox row says that it may still be incomplete; null when it is complete.</summary>
    public async ValueTask<OutboxEntry?> FindUnfinishedAsync(
        OrganizationId organization,
        long createdAt,
        string hash,
        CancellationToken cancel
    )
    {
        var row = await store.ReadAsync(Tables.Ledger, LedgerKeys.Outbox(organization, createdAt, hash), cancel);
        return row is not null && OutboxEntry.IsRecording(row) ? OutboxEntry.Read(row) : null;
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Warning, "{Count} events are recorded but not yet completed; the sweep will do it")]
        public static partial void LeftInJournal(ILogger logger, Exception e, int count);

        [LoggerMessage(2002, LogLevel.Error, "{Count} events are recorded but could not be completed; the sweep will try again")]
        public static partial void FailedToFinish(ILogger logger, Exception e, int count);
    }
}

internal enum FinishResult
{
    Done,

    /// <summary>The sweep will do it when the store answers again.</summary>
    StorageUnavailable,

    /// <summary>Something about one of the events, not about the store.</summary>
    Failed,
}
