using System.Diagnostics.CodeAnalysis;
using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>Converts between instants and the wall-clock time of a zone, including clock changes.</summary>
public static class LocalTime
{
    // Offsets range from -12 to +14 hours. A local time taken as UTC is within these distances of its instant.
    private static readonly TimeSpan Before = TimeSpan.FromHours(15);
    private static readonly TimeSpan After = TimeSpan.FromHours(13);

    /// <summary>Finds a zone by its exact IANA name, such as <c>Europe/Warsaw</c>.</summary>
    public static bool TryFindZone(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        if (!IsName(name) || !TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found))
            return false;

        // .NET finds a cached zone in any letter case. The result must not depend on earlier requests.
        zone = found.Id == name ? found : null;
        return zone is not null;
    }

    /// <summary>
    /// The instant of a local time. A time that doesn't exist becomes the moment of the clock change. Of a time that exists twice, takes
    /// the earlier or the later.
    /// </summary>
    public static Timestamp ToUtc(DateTime local, TimeZoneInfo zone, bool later = false)
    {
        // Conversion from UTC is always correct. .NET treats a day skipped at the date line as valid.
        var asUtc = new Timestamp(local.Ticks);
        var (first, last) = (Clamp(asUtc - Before), Clamp(asUtc + After));
        var (before, after) = (OffsetAt(first, zone), OffsetAt(last, zone));
        var earlierFits = OffsetAt(Clamp(asUtc - before), zone) == before;
        var laterFits = OffsetAt(Clamp(asUtc - after), zone) == after;
        if (!earlierFits && !laterFits)
            return FindChange(first, last, zone);
        return Clamp(asUtc - (earlierFits && !(later && laterFits) ? before : after));
    }

    public static DateTime FromUtc(Timestamp time, TimeZoneInfo zone) =>
        new(Clamp(time + OffsetAt(time, zone)).Ticks, DateTimeKind.Unspecified);

    /// <summary>The offset of a zone from UTC at an instant.</summary>
    public static TimeSpan OffsetAt(Timestamp time, TimeZoneInfo zone) => zone.GetUtcOffset(time.ToDateTimeOffset());

    /// <summary>The first instant with the new offset, between two instants with different offsets.</summary>
    internal static Timestamp FindChange(Timestamp from, Timestamp to, TimeZoneInfo zone)
    {
        var offset = OffsetAt(from, zone);
        while (to > from.Next())
        {
            var middle = from + (to - from) / 2;
            if (OffsetAt(middle, zone) == offset)
                from = middle;
            else
                to = middle;
        }
        return to;
    }

    /// <summary>The validation error for a name that <see cref="TryFindZone"/> does not find.</summary>
    internal static string UnknownZone(string name) => $"{ValidationErrors.Quote(name)} is unknown. Use an IANA name such as Europe/Warsaw";

    private static Timestamp Clamp(Timestamp time) => Timestamp.Max(Timestamp.MinValue, Timestamp.Min(Timestamp.MaxValue, time));

    // The name becomes a path. Allow only zone names: no folders next to the database (right/ counts leap seconds), nothing else on the
    // machine.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 50
        && char.IsAsciiLetterUpper(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && !name.Contains("//", StringComparison.Ordinal)
        && name != "Factory";
}
