using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Limits;
using OpsTrails.Functions.OpenApi;

namespace OpsTrails.Functions.Audit;

internal static class AuditFeature
{
    public static void AddAudit(this IServiceCollection services) => services.AddSingleton<AuditLog>();

    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", AuditEndpoint.ListAsync)
            .RequireAuthorization(Access.Administer)
            .HasLargeAnswers()
            .Describe(AuditOperations.List);
}
