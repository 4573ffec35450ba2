using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>
/// Finds the feed row of an event. An event usually enters the feed moments after it was recorded, so the sequence roughly follows
/// <c>CreatedAt</c>, and the search can begin shortly before it.
/// </summary>
internal sealed class FeedSearch(ITableStore store)
{
    /// <summary>Instances have different clocks and append events late. A row this much older is before the event's row.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(5);

    /// <summary>One query reads as many rows as quickly as another point read would be answered.</summary>
    private const int RowsToScan = 256;

    /// <param name="organization">The organization of the feed.</param>
    /// <param name="e">The event, with or without its JSON.</param>
    /// <param name="last">The newest sequence that the event can have.</param>
    /// <returns>Null if the feed doesn't have the event, or no longer.</returns>
    public async Task<Row?> FindAsync(OrganizationId organization, RecordedEvent e, FeedSequence last)
    {
        var oldest = await store.ReadFirstPageAsync(
            Tables.Ledger,
            LedgerKeys.FeedAfter(organization, FeedSequence.Zero) with
            {
                Select = ["CreatedAt"],
            },
            1,
            CancellationToken.None
        );
        if (oldest.Count == 0)
            return null;
        var first = LedgerKeys.SequenceOf(oldest[0].Key);
        var begin = await BisectAsync(organization, first, last, e.CreatedAt - Before);
        var found = await ScanAsync(organization, begin, e);
        return found is null && begin > first ? await ScanAsync(organization, first, e) : found;
    }

    /// <returns>The oldest row, or one that is older than a moment and near the first that isn't.</returns>
    private async Task<FeedSequence> BisectAsync(OrganizationId organization, FeedSequence first, FeedSequence last, Timestamp createdAt)
    {
        while (last - first > RowsToScan)
        {
            var middle = first + (last - first) / 2;
            var row = await store.ReadAsync(Tables.Ledger, LedgerKeys.Feed(organization, middle), CancellationToken.None);

            // Retention deletes the oldest rows, so a missing one is older.
            if (row is null || row.RequiredTime("CreatedAt") < createdAt)
                first = middle;
            else
                last = middle;
        }
        return first;
    }

    private async Task<Row?> ScanAsync(OrganizationId organization, FeedSequence first, RecordedEvent e)
    {
        var range = LedgerKeys.FeedAfter(organization, first.Previous()) with
        {
            Where = [new PropertyFilter("Id", [e.Id]), new PropertyFilter("Source", [e.Source])],
        };
        string? token = null;
        do
        {
            var page = await store.QueryAsync(Tables.Ledger, range, 1, token, CancellationToken.None);
            if (page.Rows.FirstOrDefault(IsOfEvent) is { } found)
                return found;
            token = page.Token;
        } while (token is not null);
        return null;

        // The id may have been deleted and recorded again.
        bool IsOfEvent(Row row) => FeedRow.IsEvent(row) && EventRow.ReadMembers(row).Order == e.Order;
    }
}
