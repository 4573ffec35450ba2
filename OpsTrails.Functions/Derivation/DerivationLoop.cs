using System.Threading.Channels;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Organizations;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Derivation;

/// <summary>
/// Runs after each change of the meanings of types on this instance, and hourly for changes that another instance didn't finish. Under a
/// Functions host a timer does the latter.
/// </summary>
internal sealed class DerivationLoop : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );
    private readonly DerivationRuns _runs;
    private readonly SettingsStore _settings;
    private readonly FunctionsHost _host;
    private readonly TimeProvider _clock;

    public DerivationLoop(DerivationRuns runs, SettingsStore settings, FunctionsHost host, TimeProvider clock)
    {
        (_runs, _settings, _host, _clock) = (runs, settings, host, clock);
        _settings.TypesChanged += Notify;
    }

    public override void Dispose()
    {
        _settings.TypesChanged -= Notify;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (!_host.IsPresent)
                await _runs.RunAsync(stoppingToken);
            while (true)
            {
                var isChanged = await WaitAsync(stoppingToken);
                await _runs.RunAsync(stoppingToken);
                if (!isChanged)
                    continue;

                // Other instances have used the former settings for some seconds.
                await Task.Delay(IncidentDerivation.SettlesAfter, _clock, stoppingToken);
                await _runs.RunAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private void Notify(OrganizationId organization) => _changes.Writer.TryWrite(true);

    /// <returns>Whether the meanings were changed; false after an hour.</returns>
    private async Task<bool> WaitAsync(CancellationToken stopping)
    {
        using var hour = new CancellationTokenSource(_host.IsPresent ? Timeout.InfiniteTimeSpan : Interval, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(hour.Token, stopping);
        try
        {
            return await _changes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }
}
