namespace OpsTrails.Core.Timeline;

/// <summary>Wall-clock time of a zone and instants, where clocks are put forward and back.</summary>
public static class LocalTime
{
    /// <summary>Finds a zone by its IANA name, such as <c>Europe/Warsaw</c>.</summary>
    public static bool TryFindZone(string name, out TimeZoneInfo? zone)
    {
        // Only names of the database: a path into the file system is none.
        zone = null;
        return name.Length <= 50 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }

    /// <summary>The instant of a local time. One that does not exist is the moment the clocks jumped; of one that exists twice, the earlier or the later.</summary>
    public static long ToUtcTicks(DateTime local, TimeZoneInfo zone, bool later = false)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
        {
            var before = local;
            while (zone.IsInvalidTime(before))
                before = before.AddMinutes(-15);
            // The last quarter of an hour that exists, seen with the offset that holds there, leads up to the jump.
            var offset = zone.GetUtcOffset(before);
            var jump = new DateTime(before.Ticks - offset.Ticks, DateTimeKind.Utc);
            while (zone.GetUtcOffset(jump) == offset)
                jump = jump.AddMinutes(1);
            return jump.Ticks - jump.Ticks % TimeSpan.TicksPerMinute;
        }
        if (zone.IsAmbiguousTime(local))
        {
            var offsets = zone.GetAmbiguousTimeOffsets(local);
            return local.Ticks - (later ? offsets.Min() : offsets.Max()).Ticks;
        }
        return local.Ticks - zone.GetUtcOffset(local).Ticks;
    }

    public static DateTime FromUtcTicks(long ticks, TimeZoneInfo zone) => TimeZoneInfo.ConvertTimeFromUtc(new DateTime(ticks, DateTimeKind.Utc), zone);
}
