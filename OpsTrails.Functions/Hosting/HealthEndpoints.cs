using OpsTrails.Core.Keys;
using OpsTrails.Functions.Auth;
using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Hosting;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health", HandleAsync).AllowAnonymous().WithMetadata(new ShowsMoreToCallers());
        app.MapGet(
                "/",
                () => Results.Text("""{"name":"OpsTrails","api":"/api/v1","health":"/health"}""", "application/json; charset=utf-8")
            )
            .AllowAnonymous();
    }

    private static async Task HandleAsync(HttpContext context, Health health, HealthDetails details)
    {
        var ready = await health.IsReadyAsync(context.RequestAborted);
        var detail = Caller.FindOf(context) is { Scope: KeyScope.Admin, IsSetupToken: false } owner
            ? await details.ReadAsync(owner.Organization, ready, context.RequestAborted)
            : null;
        await context.WriteAsync(
            HealthAnswer.Of(ready, detail),
            HostingJson.Default.HealthAnswer,
            ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }
}
