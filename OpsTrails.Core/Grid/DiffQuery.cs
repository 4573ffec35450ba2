using OpsTrails.Core.Input;
using OpsTrails.Core.Timeline;

namespace OpsTrails.Core.Grid;

/// <summary>Which two environments are compared, each at a moment of its own.</summary>
public sealed record DiffQuery(EnvironmentAt From, EnvironmentAt To)
{
    private static readonly string[] Known = ["from", "to", "timezone"];

    public static DiffQuery? Parse(
        IEnumerable<(string Name, IReadOnlyList<string> Values)> parameters,
        DateTimeOffset now,
        ValidationErrors faults
    )
    {
        var given = Parameters.Read(parameters, Known, faults);
        var zone = GridQuery.Zone(given, faults);
        foreach (var side in (string[])["from", "to"])
        {
            if (given.One(side) is null && !faults.All.Any(fault => fault.Field == side))
                faults.Add(
                    side,
                    "is missing; send the name of an environment such as STAGING, or of one at a moment such as STAGING@-2d, or leave the value empty for events without one"
                );
        }
        return faults.Any
            ? null
            : new DiffQuery(EnvironmentAt.Parse(given.One("from")!, now, zone), EnvironmentAt.Parse(given.One("to")!, now, zone));
    }
}

/// <summary>An environment at a moment.</summary>
/// <param name="Subject">Null for events without one.</param>
/// <param name="At">In UTC ticks; events of that moment count.</param>
/// <param name="NoTime">Why what follows the last <c>@</c> of the name is no time; null when it is one or there is no <c>@</c>.</param>
public sealed record EnvironmentAt(string? Subject, long At, string? NoTime = null)
{
    /// <summary>Reads <c>NAME</c> or <c>NAME@time</c>. What follows the last <c>@</c> belongs to the name when it is no time.</summary>
    public static EnvironmentAt Parse(string text, DateTimeOffset now, TimeZoneInfo? zone)
    {
        var mark = text.LastIndexOf('@');
        string? reason = null;
        return mark >= 0 && TimeExpression.TryParse(text[(mark + 1)..], now, zone, isEnd: false, out var at, out reason)
            ? new EnvironmentAt(Name(text[..mark]), GridQuery.Clamp(at))
            : new EnvironmentAt(Name(text), GridQuery.Clamp(now.UtcTicks), reason);
    }

    private static string? Name(string text) => text.Length == 0 ? null : text;
}
