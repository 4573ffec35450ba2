using OpsTrails.Functions.Http;

namespace OpsTrails.Functions.Limits;

/// <summary>A limit that a request would exceed.</summary>
/// <param name="Message">The limit, and when to retry.</param>
/// <param name="RetryAfter">When to retry; null if unknown.</param>
internal sealed record LimitExceeded(string Message, TimeSpan? RetryAfter)
{
    public ApiError ToError() => ApiError.QuotaExceeded(Message, RetryAfter);
}
