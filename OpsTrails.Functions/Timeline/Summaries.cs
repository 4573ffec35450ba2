using OpsTrails.Core.Events;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Timeline;

/// <summary>Counts the events of a window, newest first, up to a limit.</summary>
internal sealed class Summaries(ITableStore store, EventPages pages)
{
    private const int RowsPerRound = 1_000;

    /// <summary>The maximum number of events to read. Older events aren't counted.</summary>
    public int MostScanned { get; set; } = 100_000;

    /// <summary>The maximum number of queries: when the store filters, pages may be short or empty.</summary>
    public int MostRounds { get; set; } = 500;

    public async Task<Summary> CountAsync(OrganizationId organization, SummaryQuery question, CancellationToken cancel)
    {
        var counts = new EventCounts(question.Buckets);
        var moment = new List<RecordedEvent>();
        var scanned = 0;
        var (scan, rows) = await ScanAsync(organization, question, cancel);
        for (var round = 0; round < MostRounds; round++)
        {
            var chunk = await scan.NextAsync(rows, cancel);
            foreach (var e in chunk.Events.TakeWhile(e => e.Time >= question.From))
            {
                // Count all events of a moment or none, so that the counted range is exact.
                if (moment.Count > 0 && moment[0].Time != e.Time)
                {
                    Count(moment);
                    if (scanned >= MostScanned)
                        return Summary.Until(question, counts, e.Time + 1);
                }
                moment.Add(e);
                scanned++;
            }
            if (chunk.IsEnd || (chunk.Events.Count > 0 && chunk.Events[^1].Time < question.From))
            {
                Count(moment);
                return Summary.Until(question, counts, question.From);
            }
        }
        return Summary.Until(question, counts, moment.Count == 0 ? question.To : moment[0].Time + 1);

        void Count(List<RecordedEvent> events)
        {
            foreach (var e in events.Where(question.Filter.Matches))
                counts.Add(e);
            events.Clear();
        }
    }

    private async Task<(IEventScan Scan, int Rows)> ScanAsync(OrganizationId organization, SummaryQuery question, CancellationToken cancel)
    {
        var start = EventPosition.StartOf(question.Window);
        var membersOnly = !question.Filter.NeedsText;
        return await pages.PlanAsync(organization, question.Filter, cancel) is QueryPlan.MergeCells merge
            ? (
                new MergeScan(store, organization, merge.Cells, question.From, start, membersOnly),
                Math.Max(1, RowsPerRound / Math.Max(1, merge.Cells.Count))
            )
            : (new TimelineScan(store, organization, question.Filter, question.From, start, membersOnly), RowsPerRound);
    }
}

/// <param name="Question">The query.</param>
/// <param name="Counts">The counts of the counted range.</param>
/// <param name="Counted">The whole window, or its newest part.</param>
internal sealed record Summary(SummaryQuery Question, EventCounts Counts, TimeWindow Counted)
{
    public bool IsComplete => Counted.From == Question.From;

    public static Summary Until(SummaryQuery question, EventCounts counts, long from) =>
        new(question, counts, new TimeWindow(from, question.To));
}
