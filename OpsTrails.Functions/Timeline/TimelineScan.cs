using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Timeline;

/// <summary>
/// Scans the timeline: the rest of the day it stands in, then all older days as one ordered range. (Both joined in one query would make the
/// store scan the whole table.) Filters go to the server as far as its limit of comparisons allows.
/// </summary>
internal sealed class TimelineScan(
    ITableStore store,
    OrganizationId organization,
    EventFilter filter,
    long? notBefore,
    EventPosition start,
    bool membersOnly = false
) : IEventScan
{
    private readonly IReadOnlyList<PropertyFilter> _where = PushedFilters.Of(filter);
    private bool _inOlderDays = start.IsEndOfDay;
    private string? _token;

    private RowRange Range =>
        _inOlderDays
            ? EventKeys.TimelineAfterDay(organization, start.Time, notBefore)
            : EventKeys.TimelineRestOfDay(organization, start, notBefore);

    public async ValueTask<ScanChunk> NextAsync(int wanted, CancellationToken cancel)
    {
        var page = await store.QueryAsync(
            Tables.Timeline,
            Range with
            {
                Where = _where,
                Select = membersOnly ? EventRow.Members : null,
            },
            wanted,
            _token,
            cancel
        );
        var isEnd = page.Token is null && (_inOlderDays || EventKeys.IsOnLastDay(start.Time, notBefore));
        MoveTo(page.Token);
        return new ScanChunk([.. page.Rows.Select(row => membersOnly ? EventRow.ReadMembers(row) : EventRow.Read(row))], isEnd);
    }

    /// <summary>
    /// Inside a range the store alone knows how far it has looked for rows that match. The next row of any kind tells it, and spares the cursor a
    /// token of the store's, which would hold its keys.
    /// </summary>
    public async ValueTask<EventPosition> FindPositionAsync(CancellationToken cancel)
    {
        while (_token is not null)
        {
            var page = await store.QueryAsync(Tables.Timeline, Range with { Select = EventRow.Members }, 1, _token, cancel);
            if (page.Rows.Count > 0)
                return EventPosition.After(EventRow.ReadMembers(page.Rows[0])) with { IsIncluded = true };
            MoveTo(page.Token);
        }
        return _inOlderDays ? new EventPosition(start.Time - start.Time % TimeSpan.TicksPerDay, "") : start;
    }

    private void MoveTo(string? token)
    {
        _inOlderDays |= token is null;
        _token = token;
    }
}
