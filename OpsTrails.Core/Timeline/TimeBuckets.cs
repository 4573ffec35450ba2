namespace OpsTrails.Core.Timeline;

public enum BucketSize
{
    Hour,
    Day,
}

/// <summary>
/// Splits a window at the hours or midnights of a zone. Buckets are real hours, so a day with a clock change has 23 or 25. Where clocks
/// change by half an hour, the bucket ends at the change and the next one starts with the local hour.
/// </summary>
public sealed class TimeBuckets
{
    /// <summary>The maximum number of buckets in a response.</summary>
    public const int MaxCount = 1_000;

    private readonly List<long> _starts;

    private TimeBuckets(List<long> starts, TimeZoneInfo zone)
    {
        _starts = starts;
        Zone = zone;
    }

    public TimeZoneInfo Zone { get; }

    /// <summary>The start of each bucket in UTC ticks. The first can start before the window.</summary>
    public IReadOnlyList<long> Starts => _starts;

    /// <returns>Null for more than <see cref="MaxCount"/> buckets.</returns>
    public static TimeBuckets? Cut(long from, long to, TimeZoneInfo zone, BucketSize size)
    {
        var starts = new List<long>();
        for (var start = StartOf(from, zone, size); start < to; start = Next(start, zone, size))
        {
            if (starts.Count == MaxCount)
                return null;
            starts.Add(start);
        }
        return new TimeBuckets(starts, zone);
    }

    /// <summary>The bucket of a time inside the window.</summary>
    public int IndexOf(long ticks)
    {
        var found = _starts.BinarySearch(ticks);
        return found < 0 ? ~found - 1 : found;
    }

    private static long StartOf(long ticks, TimeZoneInfo zone, BucketSize size)
    {
        if (size == BucketSize.Day)
            return LocalTime.ToUtcTicks(LocalTime.FromUtcTicks(ticks, zone).Date, zone);
        var start = Math.Max(0, ticks - IntoHour(ticks, zone));
        return LocalTime.OffsetAt(start, zone) == LocalTime.OffsetAt(ticks, zone) ? start : LocalTime.FindChange(start, ticks, zone);
    }

    private static long Next(long start, TimeZoneInfo zone, BucketSize size)
    {
        if (size == BucketSize.Day)
        {
            var day = LocalTime.FromUtcTicks(start, zone).Date;
            var midnight = day == DateTime.MaxValue.Date ? DateTime.MaxValue.Ticks : LocalTime.ToUtcTicks(day.AddDays(1), zone);
            return midnight > start ? midnight : start + TimeSpan.TicksPerDay;
        }
        var next = Math.Min(start + TimeSpan.TicksPerHour - IntoHour(start, zone), DateTime.MaxValue.Ticks);
        return LocalTime.OffsetAt(next, zone) == LocalTime.OffsetAt(start, zone) ? next : LocalTime.FindChange(start, next, zone);
    }

    // Adding a day keeps the remainder from being negative.
    private static long IntoHour(long ticks, TimeZoneInfo zone) =>
        (ticks + LocalTime.OffsetAt(ticks, zone) + TimeSpan.TicksPerDay) % TimeSpan.TicksPerHour;
}
