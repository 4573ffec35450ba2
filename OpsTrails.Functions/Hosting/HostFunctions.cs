using Microsoft.Azure.Functions.Worker;

namespace OpsTrails.Functions.Hosting;

/// <summary>What a Functions host can call. The worker's SDK makes the host's list of functions from these methods.</summary>
public static class HostFunctions
{
    /// <summary>Every path. Names no methods: the host answers any that isn't listed with an empty 404, and the program has its own 405.</summary>
    [Function("http")]
    public static Task HttpAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        request.HttpContext.RequestServices.GetRequiredService<FunctionsPipeline>().HandleAsync(request.HttpContext);

    /// <summary>Once a minute: with shorter schedules the host remembers no missed runs, and scales to zero between them.</summary>
    [Function("sweep")]
    public static Task SweepAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, FunctionContext context) =>
        RunsOf(context).SweepAsync(context.CancellationToken);

    [Function("retention")]
    public static Task RetentionAsync([TimerTrigger("0 17 * * * *")] TimerInfo timer, FunctionContext context) =>
        RunsOf(context).RetentionAsync(context.CancellationToken);

    private static TimerRuns RunsOf(FunctionContext context) => context.InstanceServices.GetRequiredService<TimerRuns>();
}
