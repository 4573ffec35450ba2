using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.Live;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Timeline;

/// <summary><c>GET /api/v1/events</c>: pages of events, newest first by event time; with <c>after</c>, the feed.</summary>
internal static class ListEvents
{
    public static async Task HandleAsync(
        HttpContext context,
        EventPages pages,
        EventLookup lookup,
        PollEvents poll,
        SettingsStore settings,
        AnswersAtOnce answers,
        TimeProvider clock
    )
    {
        if (context.Request.Query.ContainsKey("after"))
        {
            await poll.HandleAsync(context);
            return;
        }
        await answers.RunAsync(context, () => ListAsync(context, pages, lookup, settings, clock));
    }

    private static async Task ListAsync(
        HttpContext context,
        EventPages pages,
        EventLookup lookup,
        SettingsStore settings,
        TimeProvider clock
    )
    {
        var errors = new ValidationErrors();
        var query = EventQuery.Parse(QueryParameters.Of(context.Request), clock.GetUtcNow(), errors);
        if (query is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(errors.ToString()));
            return;
        }

        // No variable keeps the page while the client reads.
        await context.WriteAsync(
            EventPageAnswer.Of(await ReadAsync(pages, lookup, settings, Caller.Of(context).Organization, query, context.RequestAborted)),
            TimelineJson.Default.EventPageAnswer
        );
    }

    private static async Task<EventPage> ReadAsync(
        EventPages pages,
        EventLookup lookup,
        SettingsStore settings,
        OrganizationId organization,
        EventQuery query,
        CancellationToken cancel
    )
    {
        var page = query.Id is null
            ? await pages.ReadAsync(organization, query, cancel)
            : await FindAsync(pages, lookup, organization, query, cancel);
        return query.Include.HasFlag(Included.Meaning) ? page.WithMeanings((await settings.GetAsync(organization, cancel)).Types) : page;
    }

    /// <summary>Only as many events share an id as sources used it, so a lookup replaces the scan.</summary>
    private static async Task<EventPage> FindAsync(
        EventPages pages,
        EventLookup lookup,
        OrganizationId organization,
        EventQuery query,
        CancellationToken cancel
    )
    {
        var position = await pages.ReadFeedPositionAsync(organization, cancel);
        var filter = await pages.ResolveAsync(organization, query.Filter, cancel);
        var claims = await lookup.FindClaimsAsync(organization, query.Id!, source: null, cancel);
        var events = await Task.WhenAll(claims.Select(claim => lookup.ReadAsync(organization, claim, cancel)));
        IReadOnlyList<RecordedEvent> found =
        [
            .. events
                .OfType<RecordedEvent>()
                .Where(e => query.Window.Contains(e.Time) && filter.Matches(e))
                .OrderByDescending(e => e.Order)
                .Take(query.Limit),
        ];
        return new EventPage(found, Next: null, position, query.Window);
    }
}
