namespace OpsTrails.Core.Timeline;

public enum BucketSize
{
    Hour,
    Day,
}

/// <summary>
/// A window cut at the hours or midnights of a zone. Hours are real hours, so the day on which clocks change has 23 or 25 of them; where clocks change
/// by half an hour, one is cut short at that moment, and the next begins with the local hour again.
/// </summary>
public sealed class TimeBuckets
{
    /// <summary>How many one answer may hold.</summary>
    public const int Most = 1_000;

    private readonly List<long> _starts;

    private TimeBuckets(List<long> starts, TimeZoneInfo zone)
    {
        _starts = starts;
        Zone = zone;
    }

    public TimeZoneInfo Zone { get; }

    /// <summary>Where each begins, in UTC ticks; the first one may begin before the window.</summary>
    public IReadOnlyList<long> Starts => _starts;

    /// <returns>Null when there would be more than <see cref="Most"/>.</returns>
    public static TimeBuckets? Cut(long from, long to, TimeZoneInfo zone, BucketSize size)
    {
        var starts = new List<long>();
        for (var start = StartOf(from, zone, size); start < to; start = Next(start, zone, size))
        {
            if (starts.Count == Most)
                return null;
            starts.Add(start);
        }
        return new TimeBuckets(starts, zone);
    }

    /// <summary>The bucket that a moment of the window is in.</summary>
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

    // A day is added so that what is left of a division is never negative.
    private static long IntoHour(long ticks, TimeZoneInfo zone) =>
        (ticks + LocalTime.OffsetAt(ticks, zone) + TimeSpan.TicksPerDay) % TimeSpan.TicksPerHour;
}
