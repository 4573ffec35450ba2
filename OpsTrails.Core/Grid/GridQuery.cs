using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>Of which moment the grid is asked, in UTC ticks; events of that moment count.</summary>
public readonly record struct GridQuery(long At)
{
    private static readonly string[] Known = ["at", "timezone"];

    public static GridQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        DateTimeOffset now,
        ValidationErrors faults
    )
    {
        var given = Parameters.Read(parameters, Known, faults);
        var zone = Zone(given, faults);
        var at = now.UtcTicks;
        if (given.One("at") is { } text && !TimeExpression.TryParse(text, now, zone, isEnd: false, out at, out var reason))
            faults.Add("at", reason);
        return faults.Any ? null : new GridQuery(Clamp(at));
    }

    internal static TimeZoneInfo? Zone(Parameters given, ValidationErrors faults)
    {
        if (given.One("timezone") is not { } name)
            return null;
        if (!LocalTime.TryFindZone(name, out var zone))
            faults.Add("timezone", $"{ValidationErrors.Quote(name)} is not known; send an IANA name such as Europe/Warsaw");
        return zone;
    }

    /// <summary>There has to be a moment after it, to read from.</summary>
    internal static long Clamp(long at) => Math.Clamp(at, 0, DateTime.MaxValue.Ticks - 1);
}
