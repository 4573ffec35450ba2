using OpsTrails.Core.Events;
using OpsTrails.Core.Meaning;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Cells;
using OpsTrails.Functions.Ledger.Feed;
using OpsTrails.Functions.Organizations;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Timeline;

/// <summary>
/// Answers a query page by page. A page ends when it is full or after a limited number of rounds, with a cursor for the next one.
/// </summary>
internal sealed class EventPages(ITableStore store, EventFeed feed, CellList cells, SettingsStore settings)
{
    /// <summary>The maximum number of scheduled events in an answer.</summary>
    public const int MaxScheduled = 50;

    /// <summary>A page ends after the event with which it reaches this size, so that a slow client keeps little in memory.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxRounds = 10;
    private const int RowsPerRound = 1_000;

    public async Task<EventPage> ReadAsync(OrganizationId organization, EventQuery query, CancellationToken cancel)
    {
        // Read the position before the first row: a client that lists and then follows the feed from here misses nothing.
        var position = query.Cursor?.Feed ?? await ReadFeedPositionAsync(organization, cancel);
        query = query with { Filter = await ResolveAsync(organization, query.Filter, cancel) };
        var plan = await PlanAsync(organization, query.Filter, cancel);
        return await ReadAsync(organization, query, plan, position, cancel);
    }

    /// <param name="organization">The organization.</param>
    /// <param name="query">The query, with a filter that was resolved.</param>
    /// <param name="plan">How to run it.</param>
    /// <param name="feedPosition">The position to give back.</param>
    /// <param name="cancel">Cancels the read.</param>
    public async Task<EventPage> ReadAsync(
        OrganizationId organization,
        EventQuery query,
        QueryPlan plan,
        FeedSequence feedPosition,
        CancellationToken cancel
    )
    {
        // Without an end, what lies ahead is read on the way to now.
        var scheduled = query is { EndsNow: true, Cursor: null } ? new List<RecordedEvent>() : null;
        var start = query.Cursor?.Position ?? (scheduled is null ? EventPosition.StartOf(query.Window) : EventPosition.Newest);
        IEventScan scan = plan is QueryPlan.MergeCells merge
            ? new MergeScan(store, organization, merge.Cells, query.Window.From, start)
            : new TimelineScan(store, organization, query.Filter, query.Window.From, start);

        var wanted = RowsWanted(query, plan);
        var found = new List<RecordedEvent>(query.Limit);
        EventPosition? fullAt = null;
        var (isEnd, isFull, bytes) = (false, false, 0);
        for (var round = 0; round < MaxRounds && !isFull && !isEnd; round++)
        {
            var chunk = await scan.NextAsync(wanted, wanted == query.Limit ? Math.Max(1, MaxBytes - bytes) : RowRange.LargePage, cancel);
            isEnd = chunk.IsEnd;
            for (var i = 0; i < chunk.Events.Count && !isFull; i++)
            {
                if (chunk.Events[i].Time < query.Window.From)
                {
                    isEnd = true;
                    break;
                }
                if (!query.Filter.Matches(chunk.Events[i]))
                    continue;
                if (chunk.Events[i].Time >= query.Window.To)
                {
                    scheduled?.Add(chunk.Events[i]);
                    continue;
                }
                found.Add(chunk.Events[i]);
                bytes += chunk.Events[i].Json.Length;
                isFull = found.Count == query.Limit || bytes >= MaxBytes;
                if (isFull && !(isEnd && i == chunk.Events.Count - 1))
                    (fullAt, isEnd) = (EventPosition.After(chunk.Events[i].Order), false);
            }
        }
        var next = isEnd ? null : CursorAt(fullAt ?? await scan.FindPositionAsync(cancel), query, feedPosition);
        return new EventPage(found, next, feedPosition, query.Window, scheduled is null ? null : NearestOf(scheduled));
    }

    /// <summary>The nearest events that lie ahead, nearest first.</summary>
    public static IReadOnlyList<RecordedEvent> NearestOf(IReadOnlyList<RecordedEvent> newestFirst) =>
        [.. newestFirst.Reverse().Take(MaxScheduled)];

    /// <summary>The event with the latest time; null when there are no events.</summary>
    public async Task<RecordedEvent?> FindNewestAsync(OrganizationId organization, CancellationToken cancel)
    {
        var query = new EventQuery
        {
            Filter = EventFilter.Everything,
            Window = TimeWindow.Open,
            Limit = 1,
            Hash = "",
        };
        var page = await ReadAsync(
            organization,
            query,
            await PlanAsync(organization, query.Filter, cancel),
            feedPosition: FeedSequence.Zero,
            cancel
        );
        return page.Events.Count > 0 ? page.Events[0] : null;
    }

    /// <summary>The current end of the feed.</summary>
    public ValueTask<FeedSequence> ReadFeedPositionAsync(OrganizationId organization, CancellationToken cancel) =>
        feed.FindHeadAsync(organization, cancel);

    /// <summary>The filter for names as sent.</summary>
    public async ValueTask<EventFilter> ResolveAsync(OrganizationId organization, EventFilter filter, CancellationToken cancel) =>
        filter.Conditions.Count == 0 && !filter.NeedsText ? filter : filter.Resolve((await settings.GetAsync(organization, cancel)).Names);

    public async ValueTask<QueryPlan> PlanAsync(OrganizationId organization, EventFilter filter, CancellationToken cancel) =>
        QueryPlan.For(filter, QueryPlan.NeedsCells(filter) ? await cells.FindAsync(organization, filter, cancel) : null);

    /// <summary>
    /// One page when the store applies the whole filter. Otherwise the maximum per round, because some rows are filtered out here.
    /// </summary>
    private static int RowsWanted(EventQuery query, QueryPlan plan)
    {
        var filter = query.Filter;
        return plan switch
        {
            QueryPlan.MergeCells
                when !filter.NeedsText
                    && filter.Conditions.All(condition =>
                        condition is { Negated: false, Patterns.Count: 0, Field: EventField.Subject or EventField.Source }
                    ) => query.Limit,
            QueryPlan.MergeCells merge => Math.Max(query.Limit, RowsPerRound / Math.Max(1, merge.Cells.Count)),
            _ when !filter.NeedsText && PushedFilters.Of(filter).Count == filter.Conditions.Count => query.Limit,
            _ => RowsPerRound,
        };
    }

    private static PageCursor CursorAt(EventPosition position, EventQuery query, FeedSequence feedPosition) =>
        new()
        {
            Position = position,
            Window = query.Window,
            QueryHash = query.Hash,
            Feed = feedPosition,
        };
}

/// <summary>A page of events, newest first. The cursor is null on the last page.</summary>
/// <param name="Events">The events.</param>
/// <param name="Next">Null on the last page.</param>
/// <param name="FeedPosition">The end of the feed before the first page was read.</param>
/// <param name="Window">The resolved window.</param>
/// <param name="Scheduled">On the first page of a window that ends now, what lies ahead, nearest first. Otherwise null.</param>
internal sealed record EventPage(
    IReadOnlyList<RecordedEvent> Events,
    PageCursor? Next,
    FeedSequence FeedPosition,
    TimeWindow Window,
    IReadOnlyList<RecordedEvent>? Scheduled = null
)
{
    public EventPage WithMeanings(TypeMeanings types) =>
        this with
        {
            Events = [.. Events.Select(e => e.WithMeaning(types))],
            Scheduled = Scheduled is null ? null : [.. Scheduled.Select(e => e.WithMeaning(types))],
        };
}
