using OpsTrails.Functions.Http;
using OpsTrails.Functions.Ledger.Feed;

namespace OpsTrails.Functions.Live;

/// <summary>What is answered to who cannot read the feed, or not from there.</summary>
internal static class FeedAnswers
{
    /// <summary>Holds the cursor to go on with, for programs; for people it stands in the sentence.</summary>
    public const string StartHeader = "Feed-Start";

    public static Task WriteGapAsync(this HttpContext context, FeedGap gap)
    {
        context.Response.Headers[StartHeader] = gap.Start.ToString();
        return context.WriteErrorAsync(
            ApiError.CursorExpired(
                gap.IsAhead
                    ? $"The cursor is ahead of the feed, which may have been restored from a backup; go on with after={gap.Start}."
                    : $"What followed the cursor is no longer in the feed, which keeps {FeedRetention.Kept.TotalDays} days at the most; go on with after={gap.Start}, and read what lies before it with from and to."
            )
        );
    }

    public static Task WriteTooManyReadersAsync(this HttpContext context) =>
        context.WriteErrorAsync(
            ApiError.QuotaExceeded(
                "The organization has as many streams and long polls open here as it may; close some, or wait and connect again.",
                TimeSpan.FromSeconds(5)
            )
        );

    public static Task WriteRefusedAsync(this HttpContext context) =>
        context.WriteErrorAsync(ApiError.Unauthorized("This API key has expired or was revoked."));
}
