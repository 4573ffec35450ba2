using Microsoft.Azure.Functions.Worker;

namespace OpsTrails.Functions.Hosting;

/// <summary>The functions that a Functions host calls. The worker's SDK generates the host's list from these methods.</summary>
public static class HostFunctions
{
    /// <summary>
    /// Every path and method. The host would answer methods outside a list with an empty 404, and the program has its own 405.
    /// </summary>
    [Function("http")]
    public static Task HttpAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        request.HttpContext.RequestServices.GetRequiredService<FunctionsPipeline>().HandleAsync(request.HttpContext);

    /// <summary>Once a minute. With a shorter schedule the host doesn't record missed runs, and scales to zero between runs.</summary>
    [Function("sweep")]
    public static Task SweepAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, FunctionContext context) =>
        RunsOf(context).SweepAsync(context.CancellationToken);

    [Function("retention")]
    public static Task RetentionAsync([TimerTrigger("0 17 * * * *")] TimerInfo timer, FunctionContext context) =>
        RunsOf(context).RetentionAsync(context.CancellationToken);

    private static TimerRuns RunsOf(FunctionContext context) => context.InstanceServices.GetRequiredService<TimerRuns>();
}
