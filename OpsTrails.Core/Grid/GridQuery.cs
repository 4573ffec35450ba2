using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>A query for the grid.</summary>
/// <param name="At">The time, inclusive.</param>
/// <param name="IncludesArchived">Whether archived environments and systems are asked for too.</param>
public readonly record struct GridQuery(Timestamp At, bool IncludesArchived = false)
{
    private static readonly string[] Known = ["at", "timezone", ArchivedParameter.Name];

    public static GridQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        DateTimeOffset now,
        ValidationErrors errors
    )
    {
        var given = Parameters.Read(parameters, Known, errors);
        var zone = Zone(given, errors);
        var at = Timestamp.From(now);
        if (given.One("at") is { } text && !TimeExpression.TryParse(text, now, zone, isEnd: false, out at, out var reason))
            errors.Add("at", reason);
        var archived = ArchivedParameter.Read(given, errors);
        return errors.Any ? null : new GridQuery(Clamp(at), archived);
    }

    internal static TimeZoneInfo? Zone(Parameters given, ValidationErrors errors)
    {
        if (given.One("timezone") is not { } name)
            return null;
        if (!LocalTime.TryFindZone(name, out var zone))
            errors.Add("timezone", LocalTime.UnknownZone(name));
        return zone;
    }

    /// <summary>Reading starts one tick later, so that tick must exist.</summary>
    internal static Timestamp Clamp(Timestamp at) => Timestamp.Min(at, Timestamp.MaxValue.Previous());
}
