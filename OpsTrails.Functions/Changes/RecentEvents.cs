using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Changes;

/// <summary>The newest events up to a moment, so many and no more.</summary>
/// <param name="Events">Newest first, without a gap.</param>
/// <param name="Since">The earliest moment of which every event is there, in UTC ticks.</param>
/// <param name="IsComplete">Whether that is all of the window.</param>
internal sealed record RecentEvents(IReadOnlyList<RecordedEvent> Events, long Since, bool IsComplete)
{
    private const int MaxRounds = 20;

    /// <param name="store">Where they are.</param>
    /// <param name="organization">Whose they are.</param>
    /// <param name="from">The earliest moment that is wanted.</param>
    /// <param name="at">The last moment; its events too.</param>
    /// <param name="most">How many are kept.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public static async Task<RecentEvents> ReadAsync(
        ITableStore store,
        OrganizationId organization,
        long from,
        long at,
        int most,
        CancellationToken cancel
    )
    {
        var scan = new TimelineScan(store, organization, EventFilter.Everything, from, new EventPosition(at + 1, ""));
        var events = new List<RecordedEvent>();

        // One more than are kept tells whether there are more, and at which moment to cut.
        for (var round = 0; round < MaxRounds && events.Count <= most; round++)
        {
            var chunk = await scan.NextAsync(Math.Min(TableLimits.RowsPerPage, most + 1 - events.Count), cancel);
            events.AddRange(chunk.Events.TakeWhile(e => e.Time >= from));
            if (events.Count <= most && (chunk.IsEnd || (chunk.Events.Count > 0 && chunk.Events[^1].Time < from)))
                return new RecentEvents(events, from, IsComplete: true);
        }
        if (events.Count == 0)
            return new RecentEvents([], at, IsComplete: false);

        // Events of one moment are taken all or none, unless they alone are too many.
        var cut = events[^1].Time;
        var whole = events.Where(e => e.Time > cut).ToList();
        return whole.Count > 0
            ? new RecentEvents(whole, cut + 1, IsComplete: false)
            : new RecentEvents([.. events.Take(most)], cut, IsComplete: false);
    }
}
