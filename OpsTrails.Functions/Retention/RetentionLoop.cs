using Microsoft.Extensions.Options;
using OpsTrails.Functions.Platform;

namespace OpsTrails.Functions.Retention;

/// <summary>Runs retention at an interval, first a few minutes after start-up. Under a Functions host a timer does that.</summary>
internal sealed class RetentionLoop(
    RetentionRuns runs,
    FunctionsHost host,
    IOptions<OpsTrailsOptions> options,
    TimeProvider clock,
    ILogger<RetentionLoop> logger
) : RepeatedWork(clock, logger)
{
    private static readonly TimeSpan MaxFirstWait = TimeSpan.FromMinutes(5);

    protected override string Name => "Retention";

    protected override TimeSpan FirstAfter => Interval < MaxFirstWait ? Interval : MaxFirstWait;

    protected override TimeSpan Interval => options.Value.Retention.Interval;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        host.IsPresent ? Task.CompletedTask : base.ExecuteAsync(stoppingToken);

    protected override Task RunAsync(CancellationToken stopping) => runs.RunAsync(stopping);
}
