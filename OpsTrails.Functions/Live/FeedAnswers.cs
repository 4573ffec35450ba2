using OpsTrails.Functions.Http;
using OpsTrails.Functions.Ledger.Feed;

namespace OpsTrails.Functions.Live;

internal static class FeedAnswers
{
    /// <summary>The cursor to continue with, for programs. The message contains it for people.</summary>
    public const string StartHeader = "Feed-Start";

    public static Task WriteGapAsync(this HttpContext context, FeedGap gap)
    {
        context.Response.Headers[StartHeader] = gap.Start.ToString();
        return context.WriteErrorAsync(
            ApiError.CursorExpired(
                gap.IsAhead
                    ? $"The cursor is ahead of the feed. Was the feed restored from a backup? Continue with after={gap.Start}."
                    : $"The events after the cursor are no longer in the feed, which keeps at most {FeedRetention.Kept.TotalDays} days. "
                        + $"Continue with after={gap.Start}, and read earlier events with from and to."
            )
        );
    }

    public static Task WriteTooManyReadersAsync(this HttpContext context) =>
        context.WriteErrorAsync(
            ApiError.QuotaExceeded(
                "Too many open streams and long polls with this key or in this organization. Close some, or wait and reconnect.",
                TimeSpan.FromSeconds(5)
            )
        );

    public static Task WriteRefusedAsync(this HttpContext context) =>
        context.WriteErrorAsync(ApiError.Unauthorized("This API key has expired or was revoked."));
}
