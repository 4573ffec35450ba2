using OpsTrails.Functions.Auth;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Events;

internal static class EventsFeature
{
    public static void AddEvents(this IServiceCollection services) => services.AddSingleton<EventLookup>();

    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        api.MapPost("/events", PostEvents.HandleAsync).RequireAuthorization(Access.Write).Describe(EventOperations.Record);
        api.MapMethods("/events", [HttpMethods.Options], WebhookHandshake.HandleAsync).AllowAnonymous().Describe(EventOperations.Handshake);
        api.MapDelete("/events", DeleteEvent.HandleIdAsync).RequireAuthorization(Access.Administer).Describe(EventOperations.DeleteById);
        api.MapDelete("/events/{id}", DeleteEvent.HandleAsync).RequireAuthorization(Access.Administer).Describe(EventOperations.Delete);
        api.MapGet("/events/{id}", GetEvent.HandleAsync).RequireAuthorization(Access.Read).Describe(EventOperations.Get);
    }
}
