using Microsoft.Azure.Functions.Worker;

namespace OpsTrails.Functions.Isolated;

/// <summary>The catch-all: every path, and every method that the program answers otherwise than with 405.</summary>
public sealed class HttpFunction(IsolatedPipeline pipeline)
{
    [Function("http")]
    public Task RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "put", "patch", "delete", "head", "options", Route = "{*path}")] HttpRequest request) =>
        pipeline.HandleAsync(request.HttpContext);
}
