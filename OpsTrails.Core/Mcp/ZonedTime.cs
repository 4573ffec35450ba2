using System.Globalization;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Mcp;

/// <summary>Instants as assistants read them: in UTC, or in a zone with its offset, and no more digits than there are.</summary>
public static class ZonedTime
{
    public static string Utc(long ticks) =>
        new DateTime(ticks, DateTimeKind.Utc).ToString(
            ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
            CultureInfo.InvariantCulture
        );

    /// <summary>In UTC, to the second.</summary>
    public static string Second(long ticks) => Utc(ticks - ticks % TimeSpan.TicksPerSecond);

    public static string Local(long ticks, TimeZoneInfo zone) => $"{Wall(ticks, zone):yyyy-MM-dd'T'HH:mm:ss}{Offset(ticks, zone)}";

    /// <summary>Adds a window in a zone's own time; null for UTC alone.</summary>
    public static CompactAnswer SayLocal(this CompactAnswer answer, long from, long to, TimeZoneInfo? zone) =>
        zone is null || zone.Id == TimeZoneInfo.Utc.Id
            ? answer
            : answer.Say("from_local", Local(from, zone)).Say("to_local", Local(to, zone)).Say("timezone", zone.Id);

    /// <summary>
    /// The heading of a day's rows. In a zone with the offset, so that the hour which an autumn night has twice is told apart, and with the day of the week, which business
    /// hours go by and assistants get wrong.
    /// </summary>
    public static string Day(long ticks, TimeZoneInfo? zone) =>
        zone is null
            ? new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Wall(ticks, zone):yyyy-MM-dd}{Offset(ticks, zone)} {Wall(ticks, zone):ddd}");

    /// <summary>To the second.</summary>
    public static string TimeOfDay(long ticks, TimeZoneInfo? zone) =>
        (zone is null ? new DateTime(ticks, DateTimeKind.Utc) : Wall(ticks, zone)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTime Wall(long ticks, TimeZoneInfo zone) => LocalTime.FromUtcTicks(ticks, zone);

    private static string Offset(long ticks, TimeZoneInfo zone)
    {
        var offset = new TimeSpan(LocalTime.OffsetAt(ticks, zone));
        return $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
    }
}

/// <summary>Windows of assistants begin and end with whole seconds, which take fewer tokens to say, and so that what was recorded just now is within.</summary>
public static class WholeSecond
{
    public static DateTimeOffset After(DateTimeOffset now) =>
        now.AddTicks((TimeSpan.TicksPerSecond - now.UtcTicks % TimeSpan.TicksPerSecond) % TimeSpan.TicksPerSecond);
}
