using OpsTrails.Functions.Keys;
using OpsTrails.Functions.Live;
using OpsTrails.Functions.OpenApi;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Events;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        api.MapPost("/events", PostEvents.HandleAsync).RequireAuthorization(Access.Write).Describe(EventOperations.Record);
        api.MapGet("/events", ListEvents.HandleAsync).RequireAuthorization(Access.Read).Describe(EventOperations.List);
        api.MapMethods("/events", [HttpMethods.Options], WebhookHandshake.HandleAsync).AllowAnonymous().Describe(EventOperations.Handshake);
        api.MapGet("/events/stream", StreamEvents.HandleAsync).RequireAuthorization(Access.Read).Describe(LiveOperations.Stream);
        api.MapGet("/events/{id}", GetEvent.HandleAsync).RequireAuthorization(Access.Read).Describe(EventOperations.Get);
    }
}
