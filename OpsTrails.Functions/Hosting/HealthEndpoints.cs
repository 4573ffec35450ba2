using System.Text;
using System.Text.Json;
using OpsTrails.Core.Input;
using OpsTrails.Core.Keys;
using OpsTrails.Functions.Auth;

namespace OpsTrails.Functions.Hosting;

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health", HandleAsync).AllowAnonymous().WithMetadata(new TellsCallersMore());
        app.MapGet(
                "/",
                () => Results.Text("""{"name":"OpsTrails","api":"/api/v1","health":"/health"}""", "application/json; charset=utf-8")
            )
            .AllowAnonymous();
    }

    private static async Task<IResult> HandleAsync(HttpContext context, Health health, HealthDetails details)
    {
        var ready = await health.IsReadyAsync(context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        var text =
            Caller.FindOf(context) is { Scope: KeyScope.Admin } owner
                ? Write(ready, await details.ReadAsync(owner.Organization, ready, context.RequestAborted))
            : ready ? """{"status":"ready"}"""
            : """{"status":"unavailable"}""";
        return Results.Text(
            text,
            "application/json; charset=utf-8",
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    private static string Write(bool ready, HealthDetail detail)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json, JsonText.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("status", ready ? "ready" : "unavailable");
            writer.WritePropertyName("details");
            detail.Write(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(json.ToArray());
    }
}
