using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Changes;

internal static class ChangesFeature
{
    public static void AddChanges(this IServiceCollection services) => services.AddSingleton<ChangesBefore>();

    public static void MapChanges(this IEndpointRouteBuilder api) =>
        api.MapGet("/changes-before", GetChangesBefore.HandleAsync)
            .HasLargeAnswers()
            .RequireAuthorization(Access.Read)
            .Describe(ChangesOperations.ChangesBefore);
}
