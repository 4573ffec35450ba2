using System.Collections.Concurrent;
using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Ledger.Feed;

/// <summary>
/// The feed keeps 30 days, or fewer if the organization keeps events for fewer. Rows are deleted oldest first, so the feed never has a gap.
/// An interrupted run leaves a shorter feed and nothing to repair.
/// </summary>
internal sealed class FeedRetention(ITableStore store, TimeProvider clock)
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private const int MaxRowsPerRun = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<OrganizationId, long> _ran = new();

    /// <summary>Whether the last complete run is an hour ago.</summary>
    public bool IsDue(OrganizationId organization) => !_ran.TryGetValue(organization, out var ran) || clock.GetElapsedTime(ran) >= Interval;

    /// <summary>
    /// Deletes old rows, at most once an hour per organization. If more than one run's limit is left, the next call continues.
    /// </summary>
    /// <returns>Number of deleted events.</returns>
    public async Task<int> RunAsync(OrganizationId organization, DateTimeOffset now, CancellationToken cancel)
    {
        if (!IsDue(organization))
            return 0;
        var began = clock.GetTimestamp();

        var (deleted, isMore) = await DeleteAsync(organization, Timestamp.From(now - Kept), cancel);
        if (!isMore)
            _ran[organization] = began;
        return deleted;
    }

    /// <returns>Number of deleted events, and whether there may be more.</returns>
    public async Task<(int Deleted, bool IsMore)> DeleteAsync(
        OrganizationId organization,
        Timestamp recordedBefore,
        CancellationToken cancel
    )
    {
        var deleted = 0;
        while (deleted < MaxRowsPerRun)
        {
            var old = await FindOldestAsync(organization, recordedBefore, cancel);
            if (old.Count == 0)
                return (deleted, false);

            // A conflict means that another instance is deleting the same rows.
            var result = await store.WriteAsync(Tables.Ledger, [.. old.Select(row => Write.Delete(row.Key))], cancel);
            if (!result.Succeeded)
                return (deleted, false);
            deleted += old.Count;
            if (old.Count < TableLimits.WritesPerTransaction)
                return (deleted, false);
        }
        return (deleted, true);
    }

    private async Task<List<Row>> FindOldestAsync(OrganizationId organization, Timestamp recordedBefore, CancellationToken cancel)
    {
        var range = LedgerKeys.FeedAfter(organization, FeedSequence.Zero) with { Select = ["CreatedAt"] };
        var oldest = await store.ReadFirstPageAsync(Tables.Ledger, range, TableLimits.WritesPerTransaction, cancel);
        return [.. oldest.TakeWhile(row => row.RequiredTime("CreatedAt") < recordedBefore)];
    }
}
