using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Retention;

/// <summary>A retention run of one organization, in turns.</summary>
internal sealed class OrganizationRun(OrganizationId organization, RetentionWork work, DateTimeOffset now) : IAsyncDisposable
{
    public const string Work = "retention";

    private OldEvents? _old;
    private Leases.Held? _lease;
    private Timestamp _before;
    private bool _feedIsDue;
    private bool _hasBegun;

    public OrganizationId Organization => organization;

    /// <summary>Events with an earlier time are deleted.</summary>
    public DateTimeOffset Before => _before.ToDateTimeOffset();

    public int Events { get; private set; }

    public int Feed { get; private set; }

    public int Refused { get; private set; }

    /// <summary>Whether work is left.</summary>
    public bool IsMore { get; private set; } = true;

    /// <summary>Processes one page of the timeline and one batch of the feed.</summary>
    /// <returns>Whether another turn is needed.</returns>
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
        if (!_hasBegun)
            await work.Demo.ContinueAsync(organization, cancel);
        _hasBegun = true;

        // Read the settings every turn, so that a longer retention stops the run.
        var settings = (await work.Settings.ReadAsync(organization, cancel)).Content;
        if (settings.DeletedBefore(now) is not { } before || (_old is not null && before < _before))
            return false;
        if (_old is null)
        {
            _before = before;
            _old = new OldEvents(work.Store, organization, before, work.RowsPerPage);
            _feedIsDue = before > Timestamp.From(now - FeedRetention.Kept);
            Refused += await DeleteRefusedAsync(cancel);
            await work.Tombstones.DeleteAsync(organization, before, cancel);
            await work.Incidents.DeleteAsync(organization, settings, before, Timestamp.From(now), cancel);
            await work.Days.DeleteBeforeAsync(organization, before.Day, cancel);
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

    /// <summary>Rejected events are few and not ordered by time, so read all of them.</summary>
    private async Task<int> DeleteRefusedAsync(CancellationToken cancel)
    {
        var range = RowRange.InPartition(organization.Value) with { Select = ["Time"] };
        var old = await work
            .Store.ReadAllAsync(Tables.Poison, range, cancel)
            .Where(row => row.RequiredTime("Time") < _before)
            .Select(row => (row.Key, (string?)null))
            .ToListAsync(cancel);
        return old.Count == 0 ? 0 : await work.Store.DeleteAsync(Tables.Poison, old);
    }
}
