using OpsTrails.Functions.Auth;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Demo;

internal static class DemoFeature
{
    public static void AddDemo(this IServiceCollection services)
    {
        services.AddSingleton<DemoMarkers>();
        services.AddSingleton<DemoRecorder>();
        services.AddSingleton<DemoDerivation>();
        services.AddSingleton<DemoRemoval>();
    }

    public static void MapDemo(this IEndpointRouteBuilder api)
    {
        api.MapPost("/demo", DemoEndpoint.HandleAsync).RequireAuthorization(Access.Administer).Describe(DemoOperations.Load);
        api.MapDelete("/demo", DemoRemovalEndpoint.HandleAsync).RequireAuthorization(Access.Administer).Describe(DemoOperations.Remove);
    }
}
