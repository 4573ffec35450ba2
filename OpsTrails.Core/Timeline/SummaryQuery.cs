using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>A query for counts. Default: the last 7 days, by hour for windows of up to 3 days, otherwise by day.</summary>
public sealed record SummaryQuery(EventFilter Filter, Timestamp From, Timestamp To, bool EndsNow, BucketSize Size, TimeBuckets Buckets)
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(7);
    private static readonly TimeSpan MaxByHour = TimeSpan.FromDays(3);

    public TimeWindow Window => new(From, To);

    /// <param name="parameters">Each name once, with all its values.</param>
    /// <param name="zone">The zone to use without a <c>timezone</c> parameter.</param>
    /// <param name="now">The time that relative times start from.</param>
    /// <param name="errors">Receives every error.</param>
    /// <returns>Null if an error was added.</returns>
    public static SummaryQuery? Parse(
        IReadOnlyList<(string Name, IReadOnlyList<string> Values)> parameters,
        TimeZoneInfo zone,
        DateTimeOffset now,
        ValidationErrors errors
    )
    {
        var asked = EventQuery.ParseWindow(parameters, ["bucket"], now, errors);
        var bucket = parameters.FirstOrDefault(parameter => parameter.Name == "bucket").Values is { Count: > 0 } values ? values[0] : null;
        if (bucket is not (null or "hour" or "day"))
            errors.Add("bucket", ValidationErrors.Unknown(bucket, ["hour", "day"]));
        if (asked is null || errors.Any)
            return null;

        var to = asked.EndsNow ? Timestamp.From(now) : asked.Window.To ?? Timestamp.From(now);
        var from = asked.Window.From ?? Timestamp.Max(Timestamp.MinValue, to - DefaultSpan);
        var size = bucket is "hour" || (bucket is null && to - from <= MaxByHour) ? BucketSize.Hour : BucketSize.Day;
        if (TimeBuckets.Cut(from, to, asked.Zone ?? zone, size) is { } buckets)
            return new SummaryQuery(asked.Filter, from, to, asked.EndsNow, size, buckets);
        errors.Add(
            "bucket",
            size == BucketSize.Hour
                ? $"must be day for a window of more than {TimeBuckets.MaxCount} hours. Send bucket=day or a shorter window"
                : $"would count more than {TimeBuckets.MaxCount} days. Send a shorter window"
        );
        return null;
    }
}
