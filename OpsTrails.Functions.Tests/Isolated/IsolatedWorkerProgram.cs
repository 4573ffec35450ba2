using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpsTrails.Functions.Isolated;
using OpsTrails.Functions.Tests.Hosting;

namespace OpsTrails.Functions.Tests.Isolated;

/// <summary>
/// What the worker does with the folder's types: it has a web server and services of its own, routes every path to the function, hands it the HttpContext, and
/// starts and stops what was registered as hosted.
/// </summary>
internal sealed class IsolatedWorkerProgram : IAsyncDisposable
{
    private readonly WebApplication _worker;
    private readonly TemporaryFolder _folder;

    private IsolatedWorkerProgram(WebApplication worker, IsolatedPipeline pipeline, TemporaryFolder folder)
    {
        _worker = worker;
        _folder = folder;
        Pipeline = pipeline;
        Client = new HttpClient { BaseAddress = new Uri(worker.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IsolatedPipeline Pipeline { get; }

    public static async Task<IsolatedWorkerProgram> StartAsync(Action<WebApplicationBuilder>? configure = null)
    {
        var folder = new TemporaryFolder();
        var pipeline = IsolatedPipeline.Create(
            ["--environment=Production", "--OpsTrails:Storage=" + folder.Path, "--OpsTrails:SetupToken=" + TestApp.SetupToken, "--OpsTrails:Rates:PerKeyPerSecond=0", "--OpsTrails:Rates:UnknownPerSecond=0"],
            builder =>
            {
                builder.Logging.ClearProviders();
                configure?.Invoke(builder);
            });
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        IsolatedWorker.AddServices(builder.Services, pipeline);
        builder.Services.AddScoped<HttpFunction>();
        var worker = builder.Build();
        worker.Map("{*path}", (HttpRequest request, HttpFunction function) => function.RunAsync(request));
        await worker.StartAsync();
        return new IsolatedWorkerProgram(worker, pipeline, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _worker.StopAsync();
        await _worker.DisposeAsync();
        await Pipeline.DisposeAsync();
        _folder.Dispose();
    }
}
