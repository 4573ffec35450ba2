using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>A resolved window: from inclusive, to exclusive, null for no limit.</summary>
public readonly record struct TimeWindow(Timestamp? From, Timestamp? To)
{
    public static readonly TimeWindow Open = new(null, null);

    /// <summary>The end of a window that ends now: an event of this very moment is in it.</summary>
    public static Timestamp EndingAt(DateTimeOffset now) => Timestamp.From(now).Next();

    public bool Contains(Timestamp time) => (From is not { } from || time >= from) && (To is not { } to || time < to);

    /// <summary>Resolves the window, or adds errors.</summary>
    public static TimeWindow Parse(string? from, string? to, TimeZoneInfo? zone, DateTimeOffset now, ValidationErrors errors)
    {
        var start = Edge("from", from, zone, isEnd: false, now, errors);
        var end = Edge("to", to, zone, isEnd: true, now, errors);
        if (start > end)
            errors.Add("from", $"{start.Value} is after to, {end.Value}. Swap them");
        return new TimeWindow(start, end);
    }

    private static Timestamp? Edge(string name, string? text, TimeZoneInfo? zone, bool isEnd, DateTimeOffset now, ValidationErrors errors)
    {
        if (text is null)
            return null;
        if (TimeExpression.TryParse(text, now, zone, isEnd, out var time, out var reason))
            return time;
        errors.Add(name, reason);
        return null;
    }
}
