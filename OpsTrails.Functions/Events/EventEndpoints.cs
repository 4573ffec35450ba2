using OpsTrails.Functions.Keys;
using OpsTrails.Functions.Timeline;

namespace OpsTrails.Functions.Events;

internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        api.MapPost("/events", PostEvents.HandleAsync).RequireAuthorization(Access.Write);
        api.MapGet("/events", ListEvents.HandleAsync).RequireAuthorization(Access.Read);
        api.MapGet("/events/{id}", GetEvent.HandleAsync).RequireAuthorization(Access.Read);
    }
}
