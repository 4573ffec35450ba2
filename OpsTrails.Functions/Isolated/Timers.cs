using Microsoft.Azure.Functions.Worker;

namespace OpsTrails.Functions.Isolated;

/// <summary>One method for each timer function, with the schedule of its function.json.</summary>
public sealed class Timers(IsolatedPipeline pipeline)
{
    [Function("sweep")]
    public Task SweepAsync([TimerTrigger("*/30 * * * * *")] TimerInfo timer, CancellationToken cancel) => pipeline.RunTimerAsync("sweep", cancel);

    [Function("retention")]
    public Task RetentionAsync([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancel) => pipeline.RunTimerAsync("retention", cancel);
}
