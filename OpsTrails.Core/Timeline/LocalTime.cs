using System.Diagnostics.CodeAnalysis;

namespace OpsTrails.Core.Timeline;

/// <summary>Wall-clock time of a zone and instants, where clocks are put forward and back.</summary>
public static class LocalTime
{
    // Offsets go from -12 to +14 hours, so what a local time can mean lies between these around it, taken as UTC.
    private static readonly long Before = 15 * TimeSpan.TicksPerHour;
    private static readonly long After = 13 * TimeSpan.TicksPerHour;

    /// <summary>Finds a zone by its IANA name, such as <c>Europe/Warsaw</c>, in exactly this spelling.</summary>
    public static bool TryFindZone(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        if (!IsName(name) || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found))
            return false;

        // What was found once is found again in any letter case: an answer must not depend on who asked before.
        zone = found.Id == name ? found : null;
        return zone is not null;
    }

    /// <summary>The instant of a local time. One that does not exist is the moment the clocks jumped; of one that exists twice, the earlier or the later.</summary>
    public static long ToUtcTicks(DateTime local, TimeZoneInfo zone, bool later = false)
    {
        // Only the way from UTC is sound where a zone changes its standard time: .NET calls a day that was left out at the date line valid.
        var (first, last) = (Clamp(local.Ticks - Before), Clamp(local.Ticks + After));
        var (before, after) = (OffsetAt(first, zone), OffsetAt(last, zone));
        var earlierFits = OffsetAt(Clamp(local.Ticks - before), zone) == before;
        var laterFits = OffsetAt(Clamp(local.Ticks - after), zone) == after;
        if (!earlierFits && !laterFits)
            return FindChange(first, last, zone);
        return Clamp(local.Ticks - (earlierFits && !(later && laterFits) ? before : after));
    }

    public static DateTime FromUtcTicks(long ticks, TimeZoneInfo zone) =>
        new(Clamp(ticks + OffsetAt(ticks, zone)), DateTimeKind.Unspecified);

    /// <summary>How far a zone's clocks are ahead of UTC at an instant, in ticks.</summary>
    public static long OffsetAt(long ticks, TimeZoneInfo zone) => zone.GetUtcOffset(new DateTime(ticks, DateTimeKind.Utc)).Ticks;

    /// <summary>The first instant of a new offset, between two that differ in it.</summary>
    internal static long FindChange(long from, long to, TimeZoneInfo zone)
    {
        var offset = OffsetAt(from, zone);
        while (to - from > 1)
        {
            var middle = from + (to - from) / 2;
            if (OffsetAt(middle, zone) == offset)
                from = middle;
            else
                to = middle;
        }
        return to;
    }

    private static long Clamp(long ticks) => Math.Clamp(ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);

    // Names become paths: only those of the database, none of the folders beside it (right/ counts leap seconds), nothing of the machine.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 50
        && char.IsAsciiLetterUpper(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && !name.Contains("//", StringComparison.Ordinal)
        && name != "Factory";
}
