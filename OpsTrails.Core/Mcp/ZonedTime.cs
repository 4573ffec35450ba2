using System.Globalization;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Mcp;

/// <summary>Formats instants for assistants: in UTC, or in a zone with its offset, with no more digits than needed.</summary>
public static class ZonedTime
{
    public static string Utc(long ticks) =>
        new DateTime(ticks, DateTimeKind.Utc).ToString(
            ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
            CultureInfo.InvariantCulture
        );

    /// <summary>UTC, cut to seconds.</summary>
    public static string Second(long ticks) => Utc(ticks - ticks % TimeSpan.TicksPerSecond);

    public static string Local(long ticks, TimeZoneInfo zone) => $"{Wall(ticks, zone):yyyy-MM-dd'T'HH:mm:ss}{Offset(ticks, zone)}";

    /// <summary>Adds a window in local time. Adds nothing for null or UTC.</summary>
    public static CompactAnswer SayLocal(this CompactAnswer answer, long from, long to, TimeZoneInfo? zone) =>
        zone is null || zone.Id == TimeZoneInfo.Utc.Id
            ? answer
            : answer.Say("from_local", Local(from, zone)).Say("to_local", Local(to, zone)).Say("timezone", zone.Id);

    /// <summary>
    /// The heading of a day's rows. With a zone it includes the offset, which tells apart the repeated hour of an autumn night, and the
    /// weekday, which assistants often get wrong.
    /// </summary>
    public static string Day(long ticks, TimeZoneInfo? zone) =>
        zone is null
            ? new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Wall(ticks, zone):yyyy-MM-dd}{Offset(ticks, zone)} {Wall(ticks, zone):ddd}");

    public static string TimeOfDay(long ticks, TimeZoneInfo? zone) =>
        (zone is null ? new DateTime(ticks, DateTimeKind.Utc) : Wall(ticks, zone)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTime Wall(long ticks, TimeZoneInfo zone) => LocalTime.FromUtcTicks(ticks, zone);

    private static string Offset(long ticks, TimeZoneInfo zone)
    {
        var offset = new TimeSpan(LocalTime.OffsetAt(ticks, zone));
        return $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";
    }
}

/// <summary>
/// Windows for assistants start and end at whole seconds. That takes fewer tokens, and includes events recorded in the current second.
/// </summary>
public static class WholeSecond
{
    public static DateTimeOffset After(DateTimeOffset now) =>
        now.AddTicks((TimeSpan.TicksPerSecond - now.UtcTicks % TimeSpan.TicksPerSecond) % TimeSpan.TicksPerSecond);
}
