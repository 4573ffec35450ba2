using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Retention;

/// <summary>What one run does for one organization, turn by turn.</summary>
internal sealed class OrganizationRun(OrganizationId organization, RetentionWork work, DateTimeOffset now) : IAsyncDisposable
{
    public const string Work = "retention";

    private OldEvents? _old;
    private Leases.Held? _lease;
    private long _before;
    private bool _feedIsDue;

    public OrganizationId Organization => organization;

    /// <summary>Events whose time is before this are deleted.</summary>
    public DateTimeOffset Before => new(_before, TimeSpan.Zero);

    public int Events { get; private set; }

    public int Feed { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Whether there was something to do that was not done.</summary>
    public bool IsMore { get; private set; } = true;

    /// <summary>Does as much as fits into one page of the timeline, and as much of the feed as may go at a time.</summary>
    /// <returns>Whether another turn is due.</returns>
    public async Task<bool> TakeTurnAsync(CancellationToken cancel)
    {
        IsMore = await TakeAsync(cancel);
        return IsMore;
    }

    public async ValueTask DisposeAsync()
    {
        if (_lease is not null)
            await _lease.DisposeAsync();
    }

    private async Task<bool> TakeAsync(CancellationToken cancel)
    {
        // Read every time: what was decided a moment ago counts, and who decides otherwise while this goes on is heard.
        var settings = (await work.Settings.ReadAsync(organization, cancel)).Content;
        if (settings.DeletedBefore(now) is not { } before || (_old is not null && before < _before))
            return false;
        if (_old is null)
        {
            _before = before;
            _old = new OldEvents(work.Store, organization, before, work.RowsPerPage);
            _feedIsDue = before > (now - FeedRetention.Kept).UtcTicks;
            Refused += await DeleteRefusedAsync(cancel);
        }
        if (_feedIsDue)
        {
            (var deleted, _feedIsDue) = await work.Feed.DeleteAsync(organization, _before, cancel);
            Feed += deleted;
        }

        if (await _old.NextAsync(cancel) is not { } rows)
            return _feedIsDue;
        _lease ??= await work.Leases.TakeAsync(organization, Work);
        if (_lease is null || !await _lease.KeepAsync())
            return false;
        Events += await work.Removal.RemoveAsync(organization, rows, cancel);
        return true;
    }

    /// <summary>The topic's refusals are few, and not in the order of events' times.</summary>
    private async Task<int> DeleteRefusedAsync(CancellationToken cancel)
    {
        var range = RowRange.InPartition(organization.Value) with { Select = ["Time"] };
        var old = await work
            .Store.ReadAllAsync(Tables.Poison, range, cancel)
            .Where(row => row.RequiredNumber("Time") < _before)
            .Select(row => (row.Key, (string?)null))
            .ToListAsync(cancel);
        return old.Count == 0 ? 0 : await work.Store.DeleteAsync(Tables.Poison, old);
    }
}
