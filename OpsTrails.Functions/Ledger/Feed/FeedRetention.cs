using System.Collections.Concurrent;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>
/// The feed keeps 30 days, or less where events are kept for less. Rows go from its beginning on, so that what is left has no gap; the counter stays. A run that is stopped leaves a
/// shorter feed and nothing to repair.
/// </summary>
internal sealed class FeedRetention(ITableStore store)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int MostRowsPerRun = 10_000;

    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<OrganizationId, DateTimeOffset> _ran = new();

    /// <summary>Deletes what is too old; at most once an hour for an organization, unless there was more than one run may delete.</summary>
    /// <returns>How many events have left the feed.</returns>
    public async Task<int> RunAsync(OrganizationId organization, DateTimeOffset now, CancellationToken cancel)
    {
        if (_ran.TryGetValue(organization, out var ran) && now - ran < Every)
            return 0;

        var (deleted, isMore) = await DeleteAsync(organization, (now - Kept).UtcTicks, cancel);
        if (!isMore)
            _ran[organization] = now;
        return deleted;
    }

    /// <summary>Deletes what was recorded before a moment, from the beginning on.</summary>
    /// <returns>How many events have left the feed, and whether there may be more than one run may delete.</returns>
    public async Task<(int Deleted, bool IsMore)> DeleteAsync(OrganizationId organization, long recordedBefore, CancellationToken cancel)
    {
        var deleted = 0;
        while (deleted < MostRowsPerRun)
        {
            var old = await FindOldestAsync(organization, recordedBefore, cancel);
            if (old.Count == 0)
                return (deleted, false);

            // Refused when another instance was faster: then it is at it.
            var result = await store.WriteAsync(Tables.Ledger, [.. old.Select(row => Write.Delete(row.Key))], cancel);
            if (!result.Succeeded)
                return (deleted, false);
            deleted += old.Count;
            if (old.Count < TableLimits.WritesPerTransaction)
                return (deleted, false);
        }
        return (deleted, true);
    }

    private async Task<List<Row>> FindOldestAsync(OrganizationId organization, long recordedBefore, CancellationToken cancel)
    {
        var range = LedgerKeys.FeedAfter(organization, 0) with { Select = ["CreatedAt"] };
        var oldest = await store.ReadFirstPageAsync(Tables.Ledger, range, TableLimits.WritesPerTransaction, cancel);
        return [.. oldest.TakeWhile(row => row.RequiredNumber("CreatedAt") < recordedBefore)];
    }
}
