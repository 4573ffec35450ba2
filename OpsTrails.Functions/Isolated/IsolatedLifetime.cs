namespace OpsTrails.Functions.Isolated;

/// <summary>Starts and stops with the worker what the program has going on beside requests.</summary>
internal sealed class IsolatedLifetime(IsolatedPipeline pipeline) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => pipeline.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => pipeline.StopAsync(cancellationToken);
}
