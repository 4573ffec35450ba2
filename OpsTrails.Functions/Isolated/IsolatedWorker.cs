using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using OpsTrails.Functions.Hosting;

namespace OpsTrails.Functions.Isolated;

/// <summary>The program as an isolated worker of a Functions host, which speaks gRPC to it and hands it the HttpContext of each call.</summary>
internal static class IsolatedWorker
{
    public static Task<int> RunAsync(string[] args) => OpsTrailsApp.GuardAsync(async () =>
    {
        await using var pipeline = IsolatedPipeline.Create();
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        AddServices(builder.Services, pipeline);
        await builder.Build().RunAsync();
        return 0;
    });

    internal static void AddServices(IServiceCollection services, IsolatedPipeline pipeline)
    {
        services.AddRouting();
        services.AddSingleton(pipeline);
        services.AddHostedService<IsolatedLifetime>();

        // As in the ordinary program, limits are ours to answer.
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
    }
}
