using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Limits;

/// <summary>A limit that a request would exceed.</summary>
/// <param name="Message">Names the limit, and says when to send again.</param>
/// <param name="RetryAfter">When there is room again; null where that is not known.</param>
internal sealed record LimitExceeded(string Message, TimeSpan? RetryAfter)
{
    public ApiError ToError() => ApiError.QuotaExceeded(Message, RetryAfter);
}
