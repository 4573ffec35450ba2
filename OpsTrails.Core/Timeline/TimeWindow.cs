using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>A resolved window in UTC ticks: from inclusive, to exclusive, null for no limit.</summary>
public readonly record struct TimeWindow(long? From, long? To)
{
    public static readonly TimeWindow Open = new(null, null);

    /// <summary>The end of a window that ends now: an event of this very moment is in it.</summary>
    public static long EndingAt(DateTimeOffset now) => now.UtcTicks + 1;

    public bool Contains(long ticks) => (From is not { } from || ticks >= from) && (To is not { } to || ticks < to);

    /// <summary>Resolves the window, or adds errors.</summary>
    public static TimeWindow Parse(string? from, string? to, TimeZoneInfo? zone, DateTimeOffset now, ValidationErrors errors)
    {
        var start = Edge("from", from, zone, isEnd: false, now, errors);
        var end = Edge("to", to, zone, isEnd: true, now, errors);
        if (start > end)
            errors.Add("from", $"{Instant.Format(start.Value)} is after to, {Instant.Format(end.Value)}. Swap them");
        return new TimeWindow(start, end);
    }

    private static long? Edge(string name, string? text, TimeZoneInfo? zone, bool isEnd, DateTimeOffset now, ValidationErrors errors)
    {
        if (text is null)
            return null;
        if (TimeExpression.TryParse(text, now, zone, isEnd, out var ticks, out var reason))
            return ticks;
        errors.Add(name, reason);
        return null;
    }
}
