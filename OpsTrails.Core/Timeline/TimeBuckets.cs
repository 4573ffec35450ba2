using OpsTrails.Core.Input;

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

    private readonly List<Timestamp> _starts;

    private TimeBuckets(List<Timestamp> starts, TimeZoneInfo zone)
    {
        _starts = starts;
        Zone = zone;
    }

    public TimeZoneInfo Zone { get; }

    /// <summary>The start of each bucket. The first can start before the window.</summary>
    public IReadOnlyList<Timestamp> Starts => _starts;

    /// <returns>Null for more than <see cref="MaxCount"/> buckets.</returns>
    public static TimeBuckets? Cut(Timestamp from, Timestamp to, TimeZoneInfo zone, BucketSize size)
    {
        var starts = new List<Timestamp>();
        for (var start = StartOf(from, zone, size); start < to; start = Next(start, zone, size))
        {
            if (starts.Count == MaxCount)
                return null;
            starts.Add(start);
        }
        return new TimeBuckets(starts, zone);
    }

    /// <summary>The bucket of a time inside the window.</summary>
    public int IndexOf(Timestamp time)
    {
        var found = _starts.BinarySearch(time);
        return found < 0 ? ~found - 1 : found;
    }

    private static Timestamp StartOf(Timestamp time, TimeZoneInfo zone, BucketSize size)
    {
        if (size == BucketSize.Day)
            return LocalTime.ToUtc(LocalTime.FromUtc(time, zone).Date, zone);
        var start = Timestamp.Max(Timestamp.MinValue, time - IntoHour(time, zone));
        return LocalTime.OffsetAt(start, zone) == LocalTime.OffsetAt(time, zone) ? start : LocalTime.FindChange(start, time, zone);
    }

    private static Timestamp Next(Timestamp start, TimeZoneInfo zone, BucketSize size)
    {
        if (size == BucketSize.Day)
        {
            var day = LocalTime.FromUtc(start, zone).Date;
            var midnight = day == DateTime.MaxValue.Date ? Timestamp.MaxValue : LocalTime.ToUtc(day.AddDays(1), zone);
            return midnight > start ? midnight : start + TimeSpan.FromDays(1);
        }
        var next = Timestamp.Min(start + TimeSpan.FromHours(1) - IntoHour(start, zone), Timestamp.MaxValue);
        return LocalTime.OffsetAt(next, zone) == LocalTime.OffsetAt(start, zone) ? next : LocalTime.FindChange(start, next, zone);
    }

    // Adding a day keeps the remainder from being negative.
    private static TimeSpan IntoHour(Timestamp time, TimeZoneInfo zone) =>
        new((time.Ticks + LocalTime.OffsetAt(time, zone).Ticks + TimeSpan.TicksPerDay) % TimeSpan.TicksPerHour);
}
