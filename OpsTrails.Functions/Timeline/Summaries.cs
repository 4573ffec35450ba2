using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Timeline;

/// <summary>Counts the events of a window, newest first, up to a limit.</summary>
internal sealed class Summaries(ITableStore store, EventPages pages, SettingsStore settings)
{
    private const int RowsPerRound = 1_000;

    /// <summary>The maximum number of events to read. Older events aren't counted.</summary>
    public int MaxScanned { get; set; } = 100_000;

    /// <summary>The maximum number of queries: when the store filters, pages may be short or empty.</summary>
    public int MaxRounds { get; set; } = 500;

    public async Task<Summary> CountAsync(OrganizationId organization, SummaryQuery query, CancellationToken cancel)
    {
        var names = (await settings.GetAsync(organization, cancel)).Names;
        query = query with { Filter = query.Filter.Resolve(names) };
        var counts = new EventCounts(query.Buckets, names);
        var moment = new List<RecordedEvent>();
        var (scanned, hasScheduled) = (0, false);
        var (scan, rows) = await ScanAsync(organization, query, cancel);
        for (var round = 0; round < MaxRounds; round++)
        {
            var chunk = await scan.NextAsync(rows, RowRange.LargePage, cancel);
            foreach (var e in chunk.Events.TakeWhile(e => e.Time >= query.From))
            {
                if (e.Time >= query.To)
                {
                    hasScheduled |= e.Time > query.To && query.Filter.Matches(e);
                    continue;
                }

                // Count all events of a moment or none, so that the counted range is exact.
                if (moment.Count > 0 && moment[0].Time != e.Time)
                {
                    Count(moment);
                    if (scanned >= MaxScanned)
                        return await EndAsync(e.Time.Next());
                }
                moment.Add(e);
                scanned++;
            }
            if (chunk.IsEnd || (chunk.Events.Count > 0 && chunk.Events[^1].Time < query.From))
            {
                Count(moment);
                return await EndAsync(query.From);
            }
        }
        return await EndAsync(moment.Count == 0 ? query.To : moment[0].Time.Next());

        async Task<Summary> EndAsync(Timestamp from) =>
            new(
                query,
                counts,
                new TimeWindow(from, query.To),
                !query.EndsNow ? null
                    : hasScheduled ? await ReadScheduledAsync(organization, query, cancel)
                    : []
            );

        void Count(List<RecordedEvent> events)
        {
            foreach (var e in events.Where(query.Filter.Matches))
                counts.Add(e);
            events.Clear();
        }
    }

    /// <summary>What was counted has no texts, so what lies ahead is read again, when there is any.</summary>
    private async Task<IReadOnlyList<RecordedEvent>> ReadScheduledAsync(
        OrganizationId organization,
        SummaryQuery query,
        CancellationToken cancel
    )
    {
        var ahead = new EventQuery
        {
            Filter = query.Filter,
            Window = new TimeWindow(query.To.Next(), null),
            Limit = RowsPerRound,
            Hash = "",
        };
        var plan = await pages.PlanAsync(organization, ahead.Filter, cancel);
        return EventPages.NearestOf((await pages.ReadAsync(organization, ahead, plan, feedPosition: FeedSequence.Zero, cancel)).Events);
    }

    private async Task<(IEventScan Scan, int Rows)> ScanAsync(OrganizationId organization, SummaryQuery query, CancellationToken cancel)
    {
        var start = query.EndsNow ? EventPosition.Newest : EventPosition.StartOf(query.Window);
        var membersOnly = !query.Filter.NeedsText;
        return await pages.PlanAsync(organization, query.Filter, cancel) is QueryPlan.MergeCells merge
            ? (
                new MergeScan(store, organization, merge.Cells, query.From, start, membersOnly),
                Math.Max(1, RowsPerRound / Math.Max(1, merge.Cells.Count))
            )
            : (new TimelineScan(store, organization, query.Filter, query.From, start, membersOnly), RowsPerRound);
    }
}

/// <param name="Query">The query.</param>
/// <param name="Counts">The counts of the counted range.</param>
/// <param name="Counted">The whole window, or its newest part.</param>
/// <param name="Scheduled">If the window ends now, what lies ahead, nearest first. Otherwise null.</param>
internal sealed record Summary(SummaryQuery Query, EventCounts Counts, TimeWindow Counted, IReadOnlyList<RecordedEvent>? Scheduled)
{
    public bool IsComplete => Counted.From == Query.From;
}
