using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Storage;

namespace OpsTrails.Functions.Timeline;

/// <summary>
/// Scans the timeline: the rest of the day it stands in, then all older days as one ordered range. (Both joined in one query would make the
/// store scan the whole table.) Filters go to the server as far as its limit of comparisons allows.
/// </summary>
internal sealed class TimelineScan(ITableStore store, OrganizationId organization, EventFilter filter, long? notBefore, ScanMark start, bool membersOnly = false) : IEventScan
{
    private readonly IReadOnlyList<PropertyFilter> _where = PushedFilters.Of(filter);
    private ScanMark _at = start;

    public async ValueTask<ScanChunk> NextAsync(int wanted, CancellationToken cancel)
    {
        var range = _at.InOlderDays
            ? EventKeys.TimelineAfterDay(organization, _at.After.Time, notBefore)
            : EventKeys.TimelineRestOfDay(organization, _at.After, notBefore);
        var page = await store.QueryAsync(Tables.Timeline, range with { Where = _where, Select = membersOnly ? EventRow.Members : null }, wanted, _at.StoreToken, cancel);
        var isEnd = page.Token is null && (_at.InOlderDays || EventKeys.IsOnLastDay(_at.After.Time, notBefore));
        _at = page.Token is null ? _at with { InOlderDays = true, StoreToken = null } : _at with { StoreToken = page.Token };
        return new ScanChunk([.. page.Rows.Select(row => membersOnly ? EventRow.ReadMembers(row) : EventRow.Read(row))], _at, isEnd);
    }
}
