using OpsTrails.Core.Input;

namespace OpsTrails.Core.Timeline;

/// <summary>A resolved window in UTC ticks: from inclusive, to exclusive; null where it has no end.</summary>
public readonly record struct TimeWindow(long? From, long? To)
{
    public static readonly TimeWindow Open = new(null, null);

    public bool Contains(long ticks) => (From is not { } from || ticks >= from) && (To is not { } to || ticks < to);

    /// <summary>Resolves what was sent, or adds faults.</summary>
    public static TimeWindow Parse(string? from, string? to, TimeZoneInfo? zone, DateTimeOffset now, ValidationErrors faults)
    {
        var start = Edge("from", from, zone, isEnd: false, now, faults);
        var end = Edge("to", to, zone, isEnd: true, now, faults);
        if (start > end)
            faults.Add("from", $"{Instant.Format(start.Value)} is after to, {Instant.Format(end.Value)}, turn them around");
        return new TimeWindow(start, end);
    }

    private static long? Edge(string name, string? text, TimeZoneInfo? zone, bool isEnd, DateTimeOffset now, ValidationErrors faults)
    {
        if (text is null)
            return null;
        if (TimeExpression.TryParse(text, now, zone, isEnd, out var ticks, out var reason))
            return ticks;
        faults.Add(name, reason);
        return null;
    }
}
