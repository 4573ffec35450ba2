using OpsTrails.Functions.Platform;
using OpsTrails.Storage;

namespace OpsTrails.Functions.Http;

/// <summary>Turns exceptions, and empty error responses of the framework, into JSON errors.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, StoreWatch watch, ILogger<ErrorMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
                return;
            context.Response.Clear();
            await context.WriteErrorAsync(ErrorOf(e));
            return;
        }

        var response = context.Response;
        if (response.StatusCode < 400 || response.HasStarted || response.ContentLength is not null || response.ContentType is not null)
            return;
        if (response.StatusCode == StatusCodes.Status405MethodNotAllowed)
            HeadRequests.AllowHead(response);
        await context.WriteErrorAsync(ApiError.ForStatus(response.StatusCode));
    }

    private ApiError ErrorOf(Exception e)
    {
        switch (e)
        {
            case StorageUnavailableException or BackupException:
                watch.Report(e);
                return ApiError.Unavailable;
            case BadHttpRequestException bad:
                return ApiError.ForStatus(bad.StatusCode);
            default:
                Log.Unexpected(logger, e);
                return ApiError.Internal;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1002, LogLevel.Error, "A request failed")]
        public static partial void Unexpected(ILogger logger, Exception e);
    }
}
