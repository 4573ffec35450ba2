using OpsTrails.Core.Events;
using OpsTrails.Core.Input;
using OpsTrails.Core.Organizations;
using OpsTrails.Core.Timeline;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Events;
using OpsTrails.Functions.Http;
using OpsTrails.Functions.Live;

namespace OpsTrails.Functions.Timeline;

/// <summary><c>GET /api/v1/events</c>: pages of events, newest first by event time; with <c>after</c>, the feed.</summary>
internal static class ListEvents
{
    public static async Task HandleAsync(HttpContext context, EventPages pages, EventLookup lookup, PollEvents poll, TimeProvider clock)
    {
        if (context.Request.Query.ContainsKey("after"))
        {
            await poll.HandleAsync(context);
            return;
        }

        var faults = new ValidationErrors();
        var question = EventQuery.Parse(QueryParameters.Of(context.Request), clock.GetUtcNow(), faults);
        if (question is null)
        {
            await context.WriteErrorAsync(ApiError.Validation(faults.ToString()));
            return;
        }

        var organization = Caller.Of(context).Organization;
        var page = question.Id is null
            ? await pages.ReadAsync(organization, question, context.RequestAborted)
            : await FindAsync(pages, lookup, organization, question, context.RequestAborted);
        await context.WriteAsync(EventPageAnswer.Of(page), TimelineJson.Default.EventPageAnswer);
    }

    /// <summary>Only as many events share an id as sources used it, so a lookup replaces the scan.</summary>
    private static async Task<EventPage> FindAsync(
        EventPages pages,
        EventLookup lookup,
        OrganizationId organization,
        EventQuery question,
        CancellationToken cancel
    )
    {
        var position = await pages.ReadFeedPositionAsync(organization, cancel);
        var claims = await lookup.FindClaimsAsync(organization, question.Id!, source: null, cancel);
        var events = await Task.WhenAll(claims.Select(claim => lookup.ReadAsync(organization, claim, cancel)));
        IReadOnlyList<RecordedEvent> found =
        [
            .. events
                .OfType<RecordedEvent>()
                .Where(e => question.Window.Contains(e.Time) && question.Filter.Matches(e))
                .OrderByDescending(e => e.Time)
                .ThenBy(e => e.Hash, StringComparer.Ordinal)
                .Take(question.Limit),
        ];
        return new EventPage(found, Next: null, position, question.Window);
    }
}
