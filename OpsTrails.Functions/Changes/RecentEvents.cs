using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Changes;

/// <summary>The newest events up to a moment, limited in number.</summary>
/// <param name="Events">Newest first, without a gap.</param>
/// <param name="Since">The earliest moment with all its events.</param>
/// <param name="IsComplete">Whether the events cover the whole window.</param>
internal sealed record RecentEvents(IReadOnlyList<RecordedEvent> Events, Timestamp Since, bool IsComplete)
{
    private const int MaxRounds = 20;

    /// <param name="store">The store.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="from">The start of the window.</param>
    /// <param name="at">The end of the window, inclusive.</param>
    /// <param name="most">The maximum number of events.</param>
    /// <param name="cancel">Cancels the read.</param>
    public static async Task<RecentEvents> ReadAsync(
        ITableStore store,
        OrganizationId organization,
        Timestamp from,
        Timestamp at,
        int most,
        CancellationToken cancel
    )
    {
        var scan = new TimelineScan(store, organization, EventFilter.Everything, from, EventPosition.AfterAllAt(at.Next()));
        var events = new List<RecordedEvent>();

        // One event more than the limit shows whether there are more, and at which moment to cut.
        for (var round = 0; round < MaxRounds && events.Count <= most; round++)
        {
            var chunk = await scan.NextAsync(Math.Min(TableLimits.RowsPerPage, most + 1 - events.Count), RowRange.LargePage, cancel);
            events.AddRange(chunk.Events.TakeWhile(e => e.Time >= from));
            if (events.Count <= most && (chunk.IsEnd || (chunk.Events.Count > 0 && chunk.Events[^1].Time < from)))
                return new RecentEvents(events, from, IsComplete: true);
        }
        if (events.Count == 0)
            return new RecentEvents([], at, IsComplete: false);

        // Keep all events of a moment or none, unless that moment alone exceeds the limit.
        var cut = events[^1].Time;
        var whole = events.Where(e => e.Time > cut).ToList();
        return whole.Count > 0
            ? new RecentEvents(whole, cut.Next(), IsComplete: false)
            : new RecentEvents([.. events.Take(most)], cut, IsComplete: false);
    }
}
