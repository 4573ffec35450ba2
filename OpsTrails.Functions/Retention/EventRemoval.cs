using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Retention;

/// <summary>
/// Takes events away: the truth, then the claim, and last the timeline row by which they are found, so that whatever a stopped run left is found again.
/// Cells and facets stay.
/// </summary>
internal sealed class EventRemoval(ITableStore store)
{
    private const int ReadsAtOnce = 100;

    /// <param name="organization">Whose.</param>
    /// <param name="timeline">Rows of the timeline as they were read.</param>
    /// <param name="cancel">Stops before anything is deleted.</param>
    /// <returns>How many events are gone; those that are still being recorded are left for the next run.</returns>
    public async Task<int> RemoveAsync(OrganizationId organization, IReadOnlyList<Row> timeline, CancellationToken cancel)
    {
        var unfinished = await FindUnfinishedAsync(organization, timeline, cancel);
        var old = timeline
            .Select(row => (Row: row, Event: EventRow.ReadMembers(row)))
            .Where(row => !unfinished.Contains(LedgerKeys.Outbox(organization, row.Event.CreatedAt, row.Event.Hash)))
            .ToList();
        if (old.Count == 0)
            return 0;

        await store.DeleteAsync(Tables.Events, old.Select(row => (EventKeys.Truth(organization, row.Event), (string?)null)));
        await store.DeleteAsync(Tables.Ledger, await FindClaimsAsync(organization, [.. old.Select(row => row.Event)], cancel));

        // Of the version that was read: one that was written since belongs to an event recorded anew, whose truth may be there again.
        return await store.DeleteAsync(Tables.Timeline, old.Select(row => (row.Row.Key, row.Row.ETag)));
    }

    /// <summary>
    /// The outbox is looked at after the timeline was read: an event that is in the one and no longer in the other has been recorded whole. What a straggler writes once more
    /// after that has a row of the timeline again, written last.
    /// </summary>
    private async Task<HashSet<RowKey>> FindUnfinishedAsync(
        OrganizationId organization,
        IReadOnlyList<Row> timeline,
        CancellationToken cancel
    )
    {
        var range = LedgerKeys.RecordingBetween(
            organization,
            timeline.Min(row => row.RequiredNumber("CreatedAt")),
            timeline.Max(row => row.RequiredNumber("CreatedAt"))
        );
        return await store.ReadAllAsync(Tables.Ledger, range, cancel).Select(row => row.Key).ToHashSetAsync(cancellationToken: cancel);
    }

    /// <summary>
    /// A stopped run may have taken the claim of an event away, and its source and id been recorded anew since, perhaps with a time of today: then the claim is another one.
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
