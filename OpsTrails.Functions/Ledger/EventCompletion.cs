using OpsTrails.Core.Events;
using OpsTrails.Core.Incidents;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Facets;
using OpsTrails.Functions.Incidents.Rows;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger;

/// <summary>
/// Completes claimed events: the truth, then the rows derived from it, then the feed. Every step is idempotent, so any instance can repeat
/// it from the outbox at any time.
/// </summary>
internal sealed partial class EventCompletion(
    ITableStore store,
    RowUpserts upserts,
    CellStore cells,
    EventTypes types,
    IncidentStore incidents,
    SettingsStore settings,
    EventFeed feed,
    ILogger<EventCompletion> logger
)
{
    /// <summary>Writes the truth and the derived rows. After that every query sees the events.</summary>
    public async Task CompleteAsync(OrganizationId organization, IReadOnlyList<RecordedEvent> events)
    {
        await upserts.AddAsync(Tables.Events, events.Select(e => EventRow.Write(EventKeys.Truth(organization, e), e)));
        var own = await settings.GetAsync(organization, CancellationToken.None);
        await Task.WhenAll(
            upserts.AddAsync(Tables.Timeline, events.Select(e => EventRow.Write(EventKeys.Timeline(organization, e), e))),
            cells.AddAsync(organization, events, own.Types),
            types.AddAsync(organization, events),
            incidents.DeriveAsync(organization, events, IncidentRules.Of(own))
        );
    }

    /// <summary>Completes events and appends them to the feed. After a failure the sweep retries from the outbox.</summary>
    /// <returns>The result, and the entries to publish now.</returns>
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
            Log.LeftInOutbox(logger, e, entries.Count);
            return (FinishResult.StorageUnavailable, []);
        }
#pragma warning disable CA1031 // No caller awaits this task, so log every failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Log.FailedToFinish(logger, e, entries.Count);
            return (FinishResult.Failed, []);
        }
    }

    /// <returns>The outbox entry of an event that may be incomplete; null when the event is complete.</returns>
    public async ValueTask<OutboxEntry?> FindUnfinishedAsync(
        OrganizationId organization,
        Timestamp createdAt,
        string hash,
        CancellationToken cancel
    )
    {
        var row = await store.ReadAsync(Tables.Ledger, LedgerKeys.Outbox(organization, createdAt, hash), cancel);
        return row is not null && OutboxEntry.IsRecording(row) ? OutboxEntry.Read(row) : null;
    }

    private static partial class Log
    {
        [LoggerMessage(2001, LogLevel.Information, "{Count} events are recorded but incomplete. The sweep will complete them")]
        public static partial void LeftInOutbox(ILogger logger, Exception e, int count);

        [LoggerMessage(2002, LogLevel.Error, "Failed to complete {Count} recorded events. The sweep will try again")]
        public static partial void FailedToFinish(ILogger logger, Exception e, int count);
    }
}

internal enum FinishResult
{
    Done,

    /// <summary>The sweep retries when the store answers again.</summary>
    StorageUnavailable,

    /// <summary>One of the events, not the store, is the cause.</summary>
    Failed,
}
