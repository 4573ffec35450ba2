using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Ledger.Rows;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Timeline;

/// <summary>
/// Scans the timeline: first the rest of the current day, then all older days as one ordered range. (One query for both would make the
/// store scan the whole table.) The store applies filters up to its limit on comparisons.
/// </summary>
internal sealed class TimelineScan(
    ITableStore store,
    OrganizationId organization,
    EventFilter filter,
    Timestamp? notBefore,
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

    public async ValueTask<ScanChunk> NextAsync(int wanted, int maxBytes, CancellationToken cancel)
    {
        var page = await store.QueryAsync(
            Tables.Timeline,
            Range with
            {
                Where = _where,
                MaxBytes = maxBytes,
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
    /// Only the store knows how far it has searched a range for matching rows. The next row of any kind shows it, and keeps the store's
    /// token,
    /// which contains its keys, out of the cursor.
    /// </summary>
    public async ValueTask<EventPosition> FindPositionAsync(CancellationToken cancel)
    {
        while (_token is not null)
        {
            var page = await store.QueryAsync(Tables.Timeline, Range with { Select = EventRow.Members }, 1, _token, cancel);
            if (page.Rows.Count > 0)
                return EventPosition.At(EventRow.ReadMembers(page.Rows[0]).Order);
            MoveTo(page.Token);
        }
        return _inOlderDays ? EventPosition.AfterAllAt(start.Time.StartOfDay()) : start;
    }

    private void MoveTo(string? token)
    {
        _inOlderDays |= token is null;
        _token = token;
    }
}
