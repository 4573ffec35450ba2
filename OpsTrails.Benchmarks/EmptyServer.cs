using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpsTrails.Benchmarks;

/// <summary>The lower bound: a minimal-API endpoint that reads the body and returns as many bytes as for a recorded event.</summary>
internal static class EmptyServer
{
    public static async Task<int> RunAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        var app = builder.Build();
        var answer = new byte[420];
        app.MapPost(
            "/api/v1/events",
            async (HttpContext context) =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                context.Response.ContentLength = answer.Length;
                await context.Response.Body.WriteAsync(answer);
            }
        );
        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine("listens on " + url));
        await app.RunAsync();
        return 0;
    }
}
