using System.Globalization;
using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Mcp;

/// <summary>Formats instants for assistants: in UTC, or in a zone with its offset, with no more digits than needed.</summary>
public static class ZonedTime
{
    public static string Utc(Timestamp time) =>
        time.ToDateTimeOffset()
            .ToString(
                time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
                CultureInfo.InvariantCulture
            );

    /// <summary>UTC, cut to seconds.</summary>
    public static string Second(Timestamp time) => Utc(new Timestamp(time.Ticks - time.Ticks % TimeSpan.TicksPerSecond));

    public static string Local(Timestamp time, TimeZoneInfo zone) => $"{Wall(time, zone):yyyy-MM-dd'T'HH:mm:ss}{Offset(time, zone)}";

    /// <summary>Adds a window in local time. Adds nothing for null or UTC.</summary>
    public static CompactAnswer SayLocal(this CompactAnswer answer, Timestamp from, Timestamp to, TimeZoneInfo? zone) =>
        zone is null || zone.Id == TimeZoneInfo.Utc.Id
            ? answer
            : answer.Say("from_local", Local(from, zone)).Say("to_local", Local(to, zone)).Say("timezone", zone.Id);

    /// <summary>
    /// The heading of a day's rows. With a zone it includes the offset, which tells apart the repeated hour of an autumn night, and the
    /// weekday, which assistants often get wrong.
    /// </summary>
    public static string Day(Timestamp time, TimeZoneInfo? zone) =>
        zone is null
            ? time.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{Wall(time, zone):yyyy-MM-dd}{Offset(time, zone)} {Wall(time, zone):ddd}");

    public static string TimeOfDay(Timestamp time, TimeZoneInfo? zone) =>
        (zone is null ? time.ToDateTimeOffset().DateTime : Wall(time, zone)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTime Wall(Timestamp time, TimeZoneInfo zone) => LocalTime.FromUtc(time, zone);

    private static string Offset(Timestamp time, TimeZoneInfo zone)
    {
        var offset = LocalTime.OffsetAt(time, zone);
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
