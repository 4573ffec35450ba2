using Microsoft.Extensions.Options;
using OpsTrails.Core.Organizations;
using OpsTrails.Functions.Hosting;
using OpsTrails.Functions.Organizations;

namespace OpsTrails.Functions.Ledger;

/// <summary>Runs the sweep at an interval, and when the program stops lets what goes on behind given answers come to its end.</summary>
internal sealed partial class SweepLoop(
    Sweep sweep,
    FeedRetention feedRetention,
    Recorder recorder,
    Installation installation,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    Telemetry telemetry,
    ILogger<SweepLoop> logger) : BackgroundService
{
    /// <summary>Organizations are made rarely; one that is new is swept this much later at the most.</summary>
    private static readonly TimeSpan ListedEvery = TimeSpan.FromMinutes(10);

    private IReadOnlyList<OrganizationId> _organizations = [];
    private DateTimeOffset _listedAt;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await recorder.WhenIdleAsync().WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Sweep.Interval, clock);
        do
        {
            try
            {
                await SweepAllAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // The loop outlives whatever one round meets.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.SweepFailed(logger, e);
            }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private async Task SweepAllAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (now - _listedAt > ListedEvery)
        {
            _organizations = await installation.ListAsync(cancel);
            _listedAt = now;
        }
        foreach (var organization in _organizations)
        {
            telemetry.Swept.Add(await sweep.RunAsync(organization, now - options.Value.Sweep.After, cancel));
            await feedRetention.RunAsync(organization, now, cancel);
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2102, LogLevel.Warning, "The sweep failed and will be tried again")]
        public static partial void SweepFailed(ILogger logger, Exception e);
    }
}
