using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Days.Rows;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Retention;

/// <summary>
/// Deletes events: the truth, then the claim, then the timeline row. Retention finds events by their timeline row, so the next run
/// continues an interrupted deletion. Cells and facets stay.
/// </summary>
internal sealed class EventRemoval(ITableStore store, DayMarks days)
{
    private const int ReadsAtOnce = 100;

    /// <param name="organization">The organization of the events.</param>
    /// <param name="timeline">The events' timeline rows, as read.</param>
    /// <param name="cancel">Cancels before the first deletion.</param>
    /// <returns>Number of deleted events. Unfinished events are left for the next run.</returns>
    public async Task<int> RemoveAsync(OrganizationId organization, IReadOnlyList<Row> timeline, CancellationToken cancel)
    {
        var unfinished = await FindUnfinishedAsync(organization, timeline, cancel);
        var old = timeline
            .Select(row => (Row: row, Event: EventRow.ReadMembers(row)))
            .Where(row => !unfinished.Contains(LedgerKeys.Outbox(organization, row.Event.CreatedAt, row.Event.Hash)))
            .ToList();
        if (old.Count == 0)
            return 0;

        // Mark before as well: an interrupted run may not come to the mark after it.
        await days.MarkAsync(organization, old.Select(row => row.Event.Time.Day));
        await store.DeleteAsync(Tables.Events, old.Select(row => (EventKeys.Truth(organization, row.Event), (string?)null)));
        await store.DeleteAsync(Tables.Ledger, await FindClaimsAsync(organization, [.. old.Select(row => row.Event)], cancel));

        // Delete only the version that was read. A newer one belongs to an event that was recorded again, and its truth may exist again.
        var deleted = await store.DeleteAsync(Tables.Timeline, old.Select(row => (row.Row.Key, row.Row.ETag)));
        await days.MarkAsync(organization, old.Select(row => row.Event.Time.Day));
        return deleted;
    }

    /// <summary>
    /// Reads the outbox after the timeline, so an event of the timeline that has left the outbox is complete. If a slow instance completes
    /// it again later, it writes the timeline row last, and the next run finds it.
    /// </summary>
    private async Task<HashSet<RowKey>> FindUnfinishedAsync(
        OrganizationId organization,
        IReadOnlyList<Row> timeline,
        CancellationToken cancel
    )
    {
        var range = LedgerKeys.RecordingBetween(
            organization,
            timeline.Min(row => row.RequiredTime("CreatedAt")),
            timeline.Max(row => row.RequiredTime("CreatedAt"))
        );
        return await store.ReadAllAsync(Tables.Ledger, range, cancel).Select(row => row.Key).ToHashSetAsync(cancellationToken: cancel);
    }

    /// <summary>
    /// An interrupted run may have deleted a claim, and its source and id may have been recorded again since. That claim belongs to the new
    /// event and stays.
    /// </summary>
    private async Task<List<(RowKey Key, string? ETag)>> FindClaimsAsync(
        OrganizationId organization,
        IReadOnlyList<RecordedEvent> events,
        CancellationToken cancel
    )
    {
        var claims = new List<(RowKey, string?)>(events.Count);
        foreach (var some in events.Chunk(ReadsAtOnce))
        {
            var rows = await Task.WhenAll(
                some.Select(e => store.ReadAsync(Tables.Ledger, LedgerKeys.Claim(organization, e.Source, e.Id), cancel).AsTask())
            );
            claims.AddRange(
                some.Zip(rows)
                    .Where(pair =>
                        pair.Second is { } row
                        && ClaimRow.Read(row) is var claim
                        && (claim.CreatedAt, claim.Time) == (pair.First.CreatedAt, pair.First.Time)
                    )
                    .Select(pair => (pair.Second!.Key, pair.Second.ETag))
            );
        }
        return claims;
    }
}
