using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>What is to be counted: by default the last 7 days, by the hour in windows of up to 3 days and else by the day.</summary>
public sealed record SummaryQuery(EventFilter Filter, long From, long To, BucketSize Size, TimeBuckets Buckets)
{
    private static readonly long DefaultSpan = 7 * TimeSpan.TicksPerDay;
    private static readonly long LongestByHour = 3 * TimeSpan.TicksPerDay;

    public TimeWindow Window => new(From, To);

    /// <param name="parameters">Each once, with its values.</param>
    /// <param name="zone">Whose hours and days are counted when no time zone came.</param>
    /// <param name="now">The moment that relative times count from.</param>
    /// <param name="faults">Takes every fault.</param>
    /// <returns>Null exactly when a fault was added.</returns>
    public static SummaryQuery? Parse(
        IReadOnlyList<(string Name, IReadOnlyList<string> Values)> parameters,
        TimeZoneInfo zone,
        DateTimeOffset now,
        ValidationErrors faults
    )
    {
        var asked = EventQuery.ParseWindow(parameters, ["bucket"], now, faults);
        var bucket = parameters.FirstOrDefault(parameter => parameter.Name == "bucket").Values is { Count: > 0 } values ? values[0] : null;
        if (bucket is not (null or "hour" or "day"))
            faults.Add("bucket", $"{ValidationErrors.Quote(bucket)} is not one of hour, day");
        if (asked is null || faults.Any)
            return null;

        var to = asked.Window.To ?? now.UtcTicks;
        var from = asked.Window.From ?? Math.Max(0, to - DefaultSpan);
        if (from > to)
        {
            faults.Add("from", $"{Instant.Format(from)} is after now, where the window ends when to is left out, send to as well");
            return null;
        }
        var size = bucket is "hour" || (bucket is null && to - from <= LongestByHour) ? BucketSize.Hour : BucketSize.Day;
        if (TimeBuckets.Cut(from, to, asked.Zone ?? zone, size) is { } buckets)
            return new SummaryQuery(asked.Filter, from, to, size, buckets);
        faults.Add(
            "bucket",
            $"the window has more than {TimeBuckets.Most} {(size == BucketSize.Hour ? "hours, send bucket=day or a shorter window" : "days, send a shorter window")}"
        );
        return null;
    }
}
