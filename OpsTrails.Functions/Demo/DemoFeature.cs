using OpsTrails.Functions.Auth;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Demo;

internal static class DemoFeature
{
    public static void AddDemo(this IServiceCollection services) => services.AddSingleton<DemoRecorder>();

    public static void MapDemo(this IEndpointRouteBuilder api) =>
        api.MapPost("/demo", DemoEndpoint.HandleAsync).RequireAuthorization(Access.Administer).Describe(DemoOperations.Load);
}
