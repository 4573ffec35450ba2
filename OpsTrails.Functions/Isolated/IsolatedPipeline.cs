using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Triggers;

namespace OpsTrails.Functions.Isolated;

/// <summary>
/// The ordinary program, built but never started: its middleware and endpoints over the worker's HttpContext, with its own services, and its timer functions.
/// </summary>
public sealed class IsolatedPipeline : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestDelegate _handle;
    private readonly Dictionary<string, TimerFunction> _timers;
    private readonly List<IHostedService> _hosted;

    private IsolatedPipeline(WebApplication app)
    {
        _app = app;
        app.UseEndpoints(_ => { });
        _handle = ((IApplicationBuilder)app).Build();
        _timers = app.Services.GetServices<TimerFunction>().ToDictionary(timer => timer.Name);

        // The framework's own is the web server, and the worker has one.
        _hosted = [.. app.Services.GetServices<IHostedService>().Where(service => service.GetType().Name != "GenericWebHostService")];
    }

    public async Task HandleAsync(HttpContext context)
    {
        // The worker's routing found the catch-all; ours begins anew.
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        var workers = context.RequestServices;
        await using var scope = _app.Services.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await _handle(context);
        }
        finally
        {
            context.RequestServices = workers;
        }
    }

    /// <summary>Runs a timer function once.</summary>
    /// <exception cref="TimerFailedException">It did not go as it should, which has been logged: the host is told by this.</exception>
    public async Task RunTimerAsync(string name, CancellationToken cancel)
    {
        if (!await _timers[name].RunAsync(cancel))
            throw new TimerFailedException(name);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal static IsolatedPipeline Create(string[]? settings = null, Action<WebApplicationBuilder>? configure = null) =>
        new(OpsTrailsApp.Create([.. settings ?? [], $"--{FunctionsHost.ModelSetting}={FunctionsHost.Isolated}"], configure));

    internal IServiceProvider Services => _app.Services;

    internal async Task StartAsync(CancellationToken cancel)
    {
        await OpsTrailsApp.OpenAsync(_app, TextWriter.Null);
        foreach (var service in _hosted)
            await service.StartAsync(cancel);
    }

    /// <summary>Ends streams, and lets what goes on in the background come to its end.</summary>
    internal async Task StopAsync(CancellationToken cancel)
    {
        _app.Lifetime.StopApplication();
        foreach (var service in Enumerable.Reverse(_hosted))
            await service.StopAsync(cancel);
    }
}

/// <summary>A timer function failed.</summary>
public sealed class TimerFailedException(string function) : Exception($"The timer function {function} failed; the log says why.");
